import type { HealthFix, HealthItemView, HealthSubject } from '#contract/health-view';
import type { InboxView } from '#contract/inbox-view';
import { needsRestart } from '#contract/words/vault-words';
import type { Result } from '#core/failure';
import { isLockCause } from '#core/lock-rules';
import type { SystemFacts } from '#core/system-health-port';
import type { VaultBackup } from '#core/vault-access';
import type { AppStateValue, OpenVault } from './app-state.ts';
import type { ClipboardTested } from './clipboard-test.ts';

const dayMs = 86_400_000;
/** An open vault is copied at least daily while it changes. */
const oldBackupMs = 14 * dayMs;

/** What the vault itself says: what protects it, the way back in, its records. */
export function vaultItems(value: AppStateValue): HealthItemView[] {
  return [protectionItem(value), recoveryItem(value), recordsItem(value)];
}

function protectionItem(value: AppStateValue): HealthItemView {
  const of = (state: HealthItemView['state'], detail: string, fact = '', fix: HealthFix | null = null) =>
    item('protection', state, detail, fact, fix);
  const { vault } = value;
  if (vault.state === 'opening') return of('unknown', 'opening');
  const known = knownVault(value);
  const isLock = vault.state === 'open' || isLockCause(vault.reason) || vault.reason === 'passphraseNeeded';
  if (known === null) return isLock ? of('good', 'locked') : of('bad', 'closed', '', wayOut(vault.reason));
  const { protection, slots } = known;
  if (protection.kind === 'sessionOnly') {
    const fix = wayOut(protection.reason);
    // A restart would end keys that only who unlocks sees, and can export.
    const isRefused = fix === 'restart' && vault.state === 'locked';
    return of('bad', 'sessionOnly', '', isRefused ? null : fix);
  }
  const hasPassphrase = slots.includes('passphrase');
  if (vault.state === 'locked') return hasPassphrase ? of('good', 'locked') : of('notice', 'lockedForNobody');
  if (!hasPassphrase) {
    const backend = protection.kind === 'osProtected' ? protection.backend : '';
    return of('notice', 'keyring', backend, 'setPassphrase');
  }
  return of('good', slots.includes('os') ? 'keyringAndPassphrase' : 'passphrase');
}

/** Also behind a lock, where the ways back into it are not all that it has. */
function knownVault({ vault, behindLock }: AppStateValue): OpenVault | null {
  if (vault.state === 'open') return vault;
  return vault.state === 'locked' && isLockCause(vault.reason) ? behindLock : null;
}

function wayOut(reason: string): HealthFix {
  return needsRestart({ detail: reason }) ? 'restart' : 'retryVault';
}

function recoveryItem(value: AppStateValue): HealthItemView {
  const { vault } = value;
  const slots = vault.state === 'opening' ? [] : (knownVault(value) ?? vault).slots;
  if (slots.length === 0) return item('recovery', 'unknown', 'notKnown');
  if (slots.includes('recovery')) return item('recovery', 'good', 'code');
  const isOneWay = slots.length === 1;
  const fix = vault.state === 'open' ? 'makeRecoveryCode' : null;
  return item('recovery', isOneWay ? 'bad' : 'notice', isOneWay ? 'oneWay' : 'noCode', '', fix);
}

function recordsItem({ vault, unreadableKeys }: AppStateValue): HealthItemView {
  if (vault.state !== 'open') return item('records', 'unknown', 'closed');
  if (unreadableKeys > 0)
    return item('records', 'bad', 'unreadable', String(unreadableKeys), 'restoreBackup');
  if (vault.isOlder === true) return item('records', 'bad', 'older', '', 'acceptOlder');
  if (vault.recordsAltered === true) return item('records', 'bad', 'altered', '', 'restoreBackup');
  if (vault.isFromBackup === true) return item('records', 'notice', 'fromBackup');
  return item('records', 'good', 'whole');
}

/** Older whole copies. */
export function backupItem(
  backups: readonly VaultBackup[],
  value: AppStateValue,
  nowMs: number,
): HealthItemView {
  const [newest] = backups;
  if (newest === undefined) {
    const isStored = knownVault(value)?.protection.kind !== 'sessionOnly';
    return item('backups', 'notice', isStored ? 'none' : 'nothingStored');
  }
  const isOld = nowMs - newest.madeAtMs > oldBackupMs;
  return item('backups', isOld ? 'notice' : 'good', isOld ? 'old' : 'some', backupFact(backups, nowMs));
}

/** Such as "3, the newest of today". */
function backupFact(backups: readonly VaultBackup[], nowMs: number): string {
  const days = Math.floor(Math.max(0, nowMs - (backups[0]?.madeAtMs ?? nowMs)) / dayMs);
  const age = days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
  return `${backups.length}, the newest ${age} old`;
}

/** The last test of the clipboard in this run. */
export function clipboardItem(tested: Result<ClipboardTested> | null): HealthItemView {
  const of = (state: HealthItemView['state'], detail: string) =>
    item('clipboard', state, detail, '', 'testClipboard');
  if (tested === null) return of('unknown', 'notTested');
  if (!tested.ok) return of('bad', tested.failure.reason === 'notCleared' ? 'notCleared' : 'failed');
  return tested.value.wasReadElsewhere ? of('good', 'passed') : of('notice', 'onlyHere');
}

/** Whether notifications reach the desktop. */
export function notificationItem(state: InboxView['notifications']): HealthItemView {
  return item('notifications', state === 'shown' ? 'good' : 'notice', state);
}

/** What the system says. */
export function systemItems(facts: SystemFacts): HealthItemView[] {
  const { files, fileName, memory, coreDumps, sandbox, dangerousSwitches, runtime } = facts;
  const fileState = {
    private: 'good',
    open: 'bad',
    foreign: 'bad',
    none: 'notice',
    unknown: 'unknown',
  } as const;
  const memoryState = { closed: 'good', open: 'notice', unknown: 'unknown' } as const;
  const dumpState = { off: 'good', on: 'bad', unknown: 'unknown' } as const;
  const sandboxState = { on: 'good', off: 'bad', idle: 'unknown', unknown: 'unknown' } as const;
  const hasSwitches = dangerousSwitches.length > 0;
  return [
    item('files', fileState[files], files, fileName),
    item('memory', memoryState[memory], memory),
    item('coreDumps', dumpState[coreDumps], coreDumps),
    item('sandbox', sandboxState[sandbox], sandbox),
    item(
      'startSwitches',
      hasSwitches ? 'bad' : 'good',
      hasSwitches ? 'some' : 'none',
      dangerousSwitches.join(', '),
    ),
    item('runtime', runtime === 'installed' ? 'good' : 'notice', runtime, facts.electronVersion),
  ];
}

function item(
  subject: HealthSubject,
  state: HealthItemView['state'],
  detail: string,
  fact = '',
  fix: HealthFix | null = null,
): HealthItemView {
  return { subject, state, detail, fact, fix };
}
