import type { LockReason } from './ports.ts';
import type { Settings } from './settings.ts';
import type { SlotType } from './vault-access.ts';

/** What locks a vault that is open. */
export type LockCause = Exclude<LockReason, 'passphraseNeeded'>;

const causes: ReadonlySet<string> = new Set<LockCause>(['byUser', 'idle', 'screenLocked', 'suspended']);

/** Whether a closed vault is closed because it was locked: then the keyring alone is not to open it again by itself. */
export function isLockCause(reason: string): reason is LockCause {
  return causes.has(reason);
}

/** By hand always; by itself only where a passphrase stands in the way afterwards, as without one a click opens it again. */
export function mayLock(cause: LockCause, slots: readonly SlotType[], settings: Settings): boolean {
  if (cause === 'byUser') return true;
  if (!slots.includes('passphrase')) return false;
  const isWanted = {
    idle: settings.lockAfterIdleMinutes !== null,
    screenLocked: settings.lockWithScreen,
    suspended: settings.lockOnSuspend,
  };
  return isWanted[cause];
}

/**
 * Ways back into a vault that was locked. Where it has a passphrase the keyring is none, as it opens for everybody at this
 * computer, unless the system itself can ask who is there. What has no slot at all was only hidden.
 */
export function waysBack(slots: readonly SlotType[], canConfirmPresence: boolean): readonly SlotType[] {
  if (slots.length === 0) return ['os'];
  const isKeyringEnough = canConfirmPresence || !slots.includes('passphrase');
  return isKeyringEnough ? slots : slots.filter((slot) => slot !== 'os');
}

/** Whether nobody used the computer for as long as the user set. */
export function isIdle(idleMs: number, { lockAfterIdleMinutes }: Settings): boolean {
  return lockAfterIdleMinutes !== null && idleMs >= lockAfterIdleMinutes * 60_000;
}
