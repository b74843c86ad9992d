import { handOutFloorMs, type TokenFacts } from './token.ts';

/** Deadlines are looked at again after at most this time, because timers stop while the computer sleeps. */
export const longestSleepMs = 30_000;

const leadShareOfLifetime = 0.2;
const shortestLeadMs = 60_000;
const longestLeadMs = 600_000;
/** Keys of one provider that were fetched together shall not be refreshed in the same second. */
const jitterShare = 0.1;

/** A key is not exchanged more often than this by itself, however short its tokens live. */
const shortestIntervalMs = 2_000;

const firstBackOffMs = 1_000;
const longestBackOffMs = 300_000;

/**
 * When a token is to be renewed: at 80 % of its lifetime, at least 60 s and at most 10 min before its end, but never in
 * the first half of its life nor within 2 s of the last time (docs/rules-and-findings.md, P2). A key that promises more validity on hand-out is renewed that much
 * earlier, so that a hand-out seldom has to wait.
 *
 * @param jitter in [0, 1), always the same for a key: {@link jitterOf}.
 * @returns epoch milliseconds, or `null` for a token without expiry
 */
export function refreshAtMs(token: TokenFacts, minimumValidityMs: number, jitter: number): number | null {
  if (token.expiresAtMs === null) return null;
  const lifetimeMs = token.expiresAtMs - token.obtainedAtMs;
  const bounded = clamp(lifetimeMs * leadShareOfLifetime, shortestLeadMs, longestLeadMs / (1 + jitterShare));
  const promised = handOutFloorMs(token, minimumValidityMs);
  const leadMs = Math.max(bounded, promised) * (1 + jitterShare * jitter);
  const atMs = token.expiresAtMs - Math.min(leadMs, lifetimeMs / 2);
  return Math.max(atMs, token.obtainedAtMs + shortestIntervalMs);
}

/** A number in [0, 1) that depends on the text alone (FNV-1a): the same for a key on every start. */
export function jitterOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash / 2 ** 32;
}

/**
 * How long to wait after the n-th failure in a row: full jitter between 0 and a bound that doubles from 1 s to 5 min
 * (AWS Architecture Blog, "Exponential Backoff and Jitter"), never less than half a second and never less than the
 * provider asked for with `Retry-After`.
 *
 * @param failures failures in a row, from 1
 * @param fraction random number in [0, 1)
 */
export function backOffMs(failures: number, fraction: number, retryAfterMs = 0): number {
  const boundMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(failures - 1, 20));
  return Math.max(500, fraction * boundMs, retryAfterMs);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
