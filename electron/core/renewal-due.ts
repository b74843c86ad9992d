import { isKeyExpired, type KeyState } from './key-state.ts';
import { jitterOf, refreshAtMs } from './refresh-policy.ts';
import type { Settings } from './settings.ts';
import { isFromTheFuture } from './token.ts';

const dayMs = 86_400_000;

/** What of the settings says when tokens are renewed. */
export type RenewalRules = Pick<Settings, 'unusedAfterDays'>;

/**
 * When a key is to be exchanged next, epoch milliseconds; null when it is not: static, in flight, refused, expired, paused, or
 * stopped by a failure that only the user can mend.
 */
export function renewalDueAtMs(state: KeyState, rules: RenewalRules, nowMs: number): number | null {
  const { key, use, isStatic } = state;
  if (state.exchanging || use.refusedAtMs !== null) return null;
  if (isStatic && isKeyExpired(key, nowMs)) return null;
  if (!isStatic && isPaused(state, rules, nowMs)) return null;
  if (state.failure !== null) return state.retry?.atMs ?? null;
  const dueAtMs = tokenDueAtMs(state, nowMs);
  return dueAtMs === null ? null : Math.max(dueAtMs, state.retry?.atMs ?? 0);
}

function tokenDueAtMs({ key, token, isStatic }: KeyState, nowMs: number): number | null {
  if (token === null) return nowMs;
  if (isStatic || isKeyExpired(key, nowMs)) return null;
  if (isFromTheFuture(token, nowMs)) return nowMs;
  return refreshAtMs(token, key.minimumValidityMs, jitterOf(key.id));
}

/**
 * Whether a key is asked only when somebody needs it (docs/rules-and-findings.md, P13): it is set so, its token was revoked by
 * the user, or nobody used it for long.
 */
export function isPaused({ key, use }: KeyState, { unusedAfterDays }: RenewalRules, nowMs: number): boolean {
  if (use.waitsForUse || key.refreshMode === 'onDemand') return true;
  if (key.refreshMode === 'always' || unusedAfterDays === null) return false;
  const usedAtMs = Math.max(key.addedAtMs, use.lastCopiedAtMs ?? 0, use.lastHandedOutAtMs ?? 0);
  return nowMs - usedAtMs >= unusedAfterDays * dayMs;
}
