import type { Clock } from './ports.ts';
import type { TokenFacts } from './token.ts';

/** One moment by both clocks. */
export interface Moment {
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: number;
  /** {@link Clock.elapsedMs}. */
  readonly elapsedMs: number;
}

/** Time services turn the clock by less all the time, and the two clocks are not read in the same instant. */
const toleranceMs = 2_000;

/** This moment. */
export function momentOf(clock: Clock): Moment {
  return { nowMs: clock.nowMs(), elapsedMs: clock.elapsedMs() };
}

/** By how much the wall clock was set between two moments, milliseconds; 0 when it went on as it should, asleep or awake. */
export function clockSetByMs(from: Moment, to: Moment): number {
  const setByMs = to.nowMs - from.nowMs - (to.elapsedMs - from.elapsedMs);
  return Math.abs(setByMs) > toleranceMs ? setByMs : 0;
}

/**
 * The same token by a clock that was set: what is left of it stays what it was. What the provider named as an instant never
 * comes to lie later, as a clock that was just put right must not lengthen it. A static key ends when the user said.
 */
export function shiftedToken<T extends TokenFacts>(token: T, setByMs: number): T {
  const { lifetimeSource, obtainedAtMs, expiresAtMs } = token;
  if (lifetimeSource === 'key' || expiresAtMs === null) return token;
  const isInstant = lifetimeSource === 'absolute' || lifetimeSource === 'jwt';
  const byMs = isInstant ? Math.min(0, setByMs) : setByMs;
  return { ...token, obtainedAtMs: obtainedAtMs + byMs, expiresAtMs: expiresAtMs + byMs };
}
