import type { Failure } from './failure.ts';
import { handOutFloorMs, type TokenFacts } from './token.ts';

/** Deadlines are looked at again after at most this time, because timers stop while the computer sleeps. */
export const longestSleepMs = 30_000;

const leadShareOfLifetime = 0.2;
const shortestLeadMs = 60_000;
const longestLeadMs = 600_000;
/** So much before it would be too old to be handed out a token is renewed, as an answer takes its time. */
const slackShareOfLifetime = 0.05;
const longestSlackMs = 5_000;
const longestLeadShareOfLifetime = 0.55;
/** Keys of one provider that were fetched together shall not be refreshed in the same second. */
const jitterShare = 0.1;

/** A key is not exchanged more often than this by itself, however short its tokens live. */
const shortestIntervalMs = 2_000;

/** So long that no twentieth of the clients that failed together comes back in the same second. */
const firstBackOffMs = 40_000;
/** With the quick tries before it, a broken key is asked at most 12 times in any hour. */
const breakerPauseMs = 480_000;
/** From so many failures in a row on a key is asked seldom. */
export const failuresUntilBreaker = 5;
const shortestRestMs = 60_000;
const unsaidPatienceMs = 30_000;
const shortestPauseMs = 500;

/** A network that is not there costs nobody anything, so the first tries are quick; a day without one makes at most 20. */
const firstProbeMs = 1_000;
const probeGrowth = 5;
const longestProbeMs = 9_000_000;
/** What asks nobody outside may be tried so often. */
const longestOwnPauseMs = 60_000;
const steadyShareOfProbe = 0.8;

/** A network that came back is found by this many keys a second at most, and by all within the longest spread. */
const spreadPerKeyMs = 40;
const longestSpreadMs = 40_000;

/**
 * When a token is to be renewed: at 80 % of its lifetime, at least 60 s and at most 10 min before its end, and a moment
 * before it has less validity left than a hand-out promises, so that a hand-out seldom has to wait; but never in the first
 * 45 % of its life nor within 2 s of the last time (docs/rules-and-findings.md, P2).
 *
 * @param jitter in [0, 1), always the same for a key: {@link jitterOf}.
 * @returns epoch milliseconds, or `null` for a token without expiry
 */
export function refreshAtMs(token: TokenFacts, minimumValidityMs: number, jitter: number): number | null {
  if (token.expiresAtMs === null) return null;
  const lifetimeMs = token.expiresAtMs - token.obtainedAtMs;
  const bounded = clamp(lifetimeMs * leadShareOfLifetime, shortestLeadMs, longestLeadMs / (1 + jitterShare));
  const slackMs = Math.min(longestSlackMs, lifetimeMs * slackShareOfLifetime);
  const promisedMs = handOutFloorMs(token, minimumValidityMs) + slackMs;
  const leadMs = Math.max(bounded * (1 + jitterShare * jitter), promisedMs);
  const atMs = token.expiresAtMs - Math.min(leadMs, lifetimeMs * longestLeadShareOfLifetime);
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

/** Whether an exchange failed for want of a network: what ends by itself when that comes back. */
export function isNetworkFailure({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'timedOut' || kind === 'proxyFailed';
}

/** Whether nobody outside was asked: the disk refused, or the key that this one draws from has no token. */
export function isOwnFailure({ kind }: Failure): boolean {
  return kind === 'vaultWriteFailed' || kind === 'sourceKeyFailed';
}

/** Whether a key's provider could not be reached so often in a row that it is looked for seldom only. */
export function isOutOfReach(failure: Failure | null, failures: number): boolean {
  return failure !== null && isNetworkFailure(failure) && failures >= failuresUntilBreaker;
}

/** Whether a service failed so often in a row that only the loop, after its pause, or a retry by hand asks it again. */
export function isBreakerOpen(failure: Failure, failures: number): boolean {
  return failures >= failuresUntilBreaker && !isNetworkFailure(failure) && !isOwnFailure(failure);
}

/**
 * Failures in a row after one more. Those of the other sort count on, but no further than to the breaker: neither sort gets
 * the quick tries again, and a service does not get the long pauses of a missing network.
 */
export function failuresAfter(before: Failure | null, failures: number, failure: Failure): number {
  // Of a failure before a start only the count is known, and that it was a service's.
  const wasNetwork = before !== null && isNetworkFailure(before);
  const isOfOneSort = wasNetwork === isNetworkFailure(failure);
  return 1 + (isOfOneSort ? failures : Math.min(failures, failuresUntilBreaker - 1));
}

/**
 * How long to wait after the n-th failure in a row, at least half a second and at least what the provider asked for with
 * `Retry-After` (docs/rules-and-findings.md, P11). A service: full jitter between 0 and a bound that doubles from 40 s (AWS
 * Architecture Blog, "Exponential Backoff and Jitter"), and from the fifth failure on 8 min. A network that is not there: from
 * 1 s, five times as long each, up to 2 h 30 min. What asks nobody outside: likewise, up to a minute.
 *
 * @param failures failures in a row, from 1
 * @param fraction random number in [0, 1)
 */
export function backOffMs(failure: Failure, failures: number, fraction: number): number {
  const waitMs = isNetworkFailure(failure)
    ? probePauseMs(failures, fraction, longestProbeMs)
    : isOwnFailure(failure)
      ? probePauseMs(failures, fraction, longestOwnPauseMs)
      : pauseMs(failures, fraction);
  return Math.max(shortestPauseMs, waitMs, failure.retryAfterMs ?? 0);
}

/**
 * How long a key that was tried before a start waits until it is tried again, in milliseconds, so that many starts do not
 * make many requests.
 *
 * @param failures how often in a row its service had failed
 */
export function restMs(failures: number): number {
  return failures >= failuresUntilBreaker ? breakerPauseMs : shortestRestMs;
}

function pauseMs(failures: number, fraction: number): number {
  const isBroken = failures >= failuresUntilBreaker;
  return isBroken ? breakerPauseMs : fraction * firstBackOffMs * 2 ** (failures - 1);
}

function probePauseMs(failures: number, fraction: number, longestMs: number): number {
  const boundMs = Math.min(longestMs, firstProbeMs * probeGrowth ** Math.min(failures - 1, 20));
  return boundMs * (steadyShareOfProbe + (1 - steadyShareOfProbe) * fraction);
}

/**
 * How long after the network came back a key that waited for it is asked: at once when it is alone, spread over 40 s when
 * there are a thousand.
 *
 * @param waiting how many keys waited
 * @param jitter of the key: {@link jitterOf}
 */
export function recoveryDelayMs(waiting: number, jitter: number): number {
  return jitter * Math.min(longestSpreadMs, (waiting - 1) * spreadPerKeyMs);
}

/** How long nobody asks a service that asks for patience, also not for somebody who waits. Milliseconds since it did. */
export function patienceMs({ retryAfterMs }: Failure): number {
  return Math.max(shortestPauseMs, retryAfterMs ?? unsaidPatienceMs);
}

/** A program may ask in a loop: for it a provider that failed is asked again after so long at the earliest, or when the loop does. */
export const programPauseMs = 900_000;

/**
 * When a key whose service failed is asked again after the computer slept, epoch milliseconds: the sleep was most of its
 * pause, so it rests a minute from the failure on, and what the service asked for.
 *
 * @param failedAtMs of the last failure
 */
export function wakeAtMs(failure: Failure, failedAtMs: number): number {
  return failedAtMs + Math.max(shortestRestMs, failure.retryAfterMs ?? 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
