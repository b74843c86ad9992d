import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockSetByMs, type Moment, shiftedToken } from '#core/clock-change';
import { isHandOutFresh, type LifetimeSource, remainingMs, type TokenFacts } from '#core/token';

const yearMs = 365 * 86_400_000;
const nowMs = Date.UTC(2026, 0, 1);
const jumps = fc.integer({ min: -yearMs, max: yearMs });
const lifetimes = fc.integer({ min: 1_000, max: yearMs });
const ages = fc.integer({ min: 0, max: yearMs });
const counted = fc.constantFrom<LifetimeSource>('relative', 'preset', 'assumed');
const named = fc.constantFrom<LifetimeSource>('absolute', 'jwt');

function token(lifetimeSource: LifetimeSource, lifetimeMs: number, ageMs = 0): TokenFacts {
  const obtainedAtMs = nowMs - ageMs;
  return {
    obtainedAtMs,
    expiresAtMs: obtainedAtMs + lifetimeMs,
    lifetimeSource,
    tokenType: 'Bearer',
    outputs: [],
  };
}

describe('a clock', () => {
  const from: Moment = { nowMs, elapsedMs: 5_000 };
  const at = (wallMs: number, elapsedMs: number) => clockSetByMs(from, { nowMs: nowMs + wallMs, elapsedMs });

  it('that goes on was not set, however long the computer sleeps', () => {
    expect(at(0, 5_000)).toBe(0);
    expect(at(yearMs, yearMs + 5_000)).toBe(0);
    expect(at(62_000, 65_000)).toBe(0);
  });

  it('that was set is wrong by the difference of both clocks', () => {
    expect(at(3_600_000, 5_000)).toBe(3_600_000);
    expect(at(60_000 - 86_400_000, 65_000)).toBe(-86_400_000);
    expect(at(2_001, 5_000)).toBe(2_001);
  });
});

describe('a token by a clock that was set', () => {
  it('has as much left as before, where the provider said how long it lives', () => {
    fc.assert(
      fc.property(counted, lifetimes, ages, jumps, (source, lifetimeMs, ageMs, setByMs) => {
        const before = token(source, lifetimeMs, ageMs);
        expect(remainingMs(shiftedToken(before, setByMs), nowMs + setByMs)).toBe(remainingMs(before, nowMs));
      }),
    );
  });

  it('ends no later, in time that is left and as an instant, where the provider named it', () => {
    fc.assert(
      fc.property(named, lifetimes, ages, jumps, (source, lifetimeMs, ageMs, setByMs) => {
        const before = token(source, lifetimeMs, ageMs);
        const after = shiftedToken(before, setByMs);
        expect(after.expiresAtMs ?? 0).toBeLessThanOrEqual(before.expiresAtMs ?? 0);
        expect(remainingMs(after, nowMs + setByMs)).toBeLessThanOrEqual(remainingMs(before, nowMs));
        if (setByMs < 0) expect(remainingMs(after, nowMs + setByMs)).toBe(remainingMs(before, nowMs));
      }),
    );
  });

  it('is never handed out after its end, whatever the clock did', () => {
    const sources = fc.oneof(counted, named);
    fc.assert(
      fc.property(
        sources,
        lifetimes,
        fc.array(jumps, { maxLength: 5 }),
        fc.nat(yearMs),
        (source, life, sets, ageMs) => {
          // The clock is set again and again while the token gets older; `ageMs` is its true age.
          let held = token(source, life);
          let wallMs = nowMs;
          for (const setByMs of sets) {
            wallMs += ageMs / sets.length + setByMs;
            held = shiftedToken(held, setByMs);
          }
          if (sets.length > 0 && ageMs >= life) expect(isHandOutFresh(held, 60_000, wallMs + 1)).toBe(false);
        },
      ),
    );
  });

  it('is the same where it is a static key or has no end', () => {
    const key = token('key', 1_000);
    expect(shiftedToken(key, 5_000)).toBe(key);
    const endless = { ...token('relative', 1), expiresAtMs: null };
    expect(shiftedToken(endless, 5_000)).toBe(endless);
  });
});
