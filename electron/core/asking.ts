import type { Failure } from './failure.ts';
import type { KeyState } from './key-state.ts';
import { isBreakerOpen, patienceMs, programPauseMs } from './refresh-policy.ts';

/**
 * Who needs a token: a person who waits, a program that may ask again and again, or a renewal in the background of a key that
 * draws from this one.
 */
export type Asker = 'person' | 'program' | 'loop';

/**
 * Why asking a key's provider now is of no use: it refused the key, or the pause that it needs is not over
 * (docs/rules-and-findings.md, P11). Null: it may be asked.
 */
export function whyNotAsked(state: KeyState | undefined, by: Asker, nowMs: number): Failure | null {
  if (state === undefined) return null;
  const { use, failure, failures, retry } = state;
  if (use.refusedAtMs !== null) return failure ?? { kind: 'refused' };
  if (failure === null) return null;
  if (failure.kind === 'signInNeeded' && !state.exchanging) return failure;
  if (retry === null || retry.atMs <= nowMs) return null;
  if (by === 'loop' || isBreakerOpen(failure, failures)) return failure;
  // Somebody who waits need not wait longer than the provider asked for.
  const patience = failure.kind === 'rateLimited' ? patienceMs(failure) : 0;
  const pauseMs = by === 'program' ? Math.max(programPauseMs, patience) : patience;
  return nowMs < retry.failedAtMs + pauseMs ? failure : null;
}
