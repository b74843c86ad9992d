import type { ApiKey, KeyUse } from './api-key.ts';
import type { Failure } from './failure.ts';
import { remainingMs, type TokenFacts } from './token.ts';

/** A key and what is known of its token right now. */
export interface KeyState {
  readonly key: ApiKey;
  readonly use: KeyUse;
  /** Whether the preset exchanges the key; a static key is itself the token. */
  readonly isStatic: boolean;
  readonly token: TokenFacts | null;
  readonly exchanging: boolean;
  /** Why the last exchange gave nothing; null after a success. */
  readonly failure: Failure | null;
  /** Failures in a row. */
  readonly failures: number;
  /**
   * No try by itself before this, epoch milliseconds: after a failure, or after a try right before the last start. Null with a
   * failure: only the user can bring the key back.
   */
  readonly retry: { readonly failedAtMs: number; readonly atMs: number } | null;
  /** How far the provider's clock is ahead of ours, by its last answer. Milliseconds; null: not known. */
  readonly serverSkewMs: number | null;
  /** Grows when the key's credentials are edited, so that an answer to the old ones is dropped. */
  readonly edits: number;
}

/** A key's token in one word. `locked` belongs to the vault as a whole. */
export type TokenCondition =
  | 'fresh'
  | 'refreshing'
  | 'retrying'
  | 'needsYou'
  | 'rejected'
  | 'offline'
  | 'onDemand'
  | 'neverFetched';

/** Whether the key itself is past its expiry. */
export function isKeyExpired(key: ApiKey, nowMs: number): boolean {
  return key.keyExpiresAtMs !== null && key.keyExpiresAtMs <= nowMs;
}

/** The condition of a key's token, the most urgent truth first. */
export function tokenCondition(state: KeyState, nowMs: number): TokenCondition {
  const usable = state.token !== null && remainingMs(state.token, nowMs) > 0;
  if (state.exchanging) return 'refreshing';
  if (state.use.refusedAtMs !== null) return 'rejected';
  if (isKeyExpired(state.key, nowMs) && !usable) return 'needsYou';
  if (state.failure !== null && state.retry === null) return 'needsYou';
  if (isRetried(state, nowMs)) return state.failure?.kind === 'unreachable' ? 'offline' : 'retrying';
  if (usable) return 'fresh';
  // An old token that nobody renews: nobody used it for long, or nothing is renewed while the screen is locked.
  const isPaused = state.use.waitsForUse || state.key.refreshMode === 'onDemand' || state.token !== null;
  return isPaused || state.failure !== null ? 'onDemand' : 'neverFetched';
}

/** A try that is overdue by so much is not going to be made: the key waits until somebody needs it. */
const overdueMs = 60_000;

function isRetried({ key, failure, retry }: KeyState, nowMs: number): boolean {
  if (failure === null || retry === null || key.refreshMode === 'onDemand') return false;
  return retry.atMs > nowMs - overdueMs;
}

/** Whether only the user can bring this key back. */
export function needsUser(condition: TokenCondition): boolean {
  return condition === 'needsYou' || condition === 'rejected';
}

/**
 * When something breaks if nobody acts, epoch milliseconds: the end of the last token where renewal fails, else the
 * key's own expiry, else never (Infinity).
 */
export function breaksAtMs(state: KeyState, nowMs: number): number {
  const keyEndMs = state.key.keyExpiresAtMs ?? Number.POSITIVE_INFINITY;
  const condition = tokenCondition(state, nowMs);
  const fails = condition === 'retrying' || condition === 'offline' || needsUser(condition);
  if (!fails) return keyEndMs;
  return Math.min(keyEndMs, state.token?.expiresAtMs ?? 0);
}

/** Orders keys by what breaks first; equal ones by creation, then by name. */
export function byWhatBreaksFirst(nowMs: number): (a: KeyState, b: KeyState) => number {
  return (a, b) => {
    const first = breaksAtMs(a, nowMs);
    const second = breaksAtMs(b, nowMs);
    if (first !== second) return first < second ? -1 : 1;
    return a.key.createdAtMs - b.key.createdAtMs || a.key.name.localeCompare(b.key.name);
  };
}
