import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs, jitterOf, refreshAtMs } from '#core/refresh-policy';
import { handOutFloorMs, isHandOutFresh, remainingMs, type TokenFacts } from '#core/token';

function token(lifetimeMs: number, obtainedAtMs = 1_000_000): TokenFacts {
  return {
    obtainedAtMs,
    expiresAtMs: obtainedAtMs + lifetimeMs,
    lifetimeSource: 'relative',
    tokenType: 'Bearer',
    outputs: [],
  };
}

/** From twice the shortest interval between two exchanges. */
const lifetimes = fc.integer({ min: 4_000, max: 86_400_000 });
const promises = fc.integer({ min: 1_000, max: 3_600_000 });
const jitters = fc.double({ min: 0, max: 0.999999, noNaN: true });
const minuteMs = 60_000;

function leadMs(lifetimeMs: number, minimumValidityMs = minuteMs, jitter = 0): number {
  const subject = token(lifetimeMs);
  return (subject.expiresAtMs ?? 0) - (refreshAtMs(subject, minimumValidityMs, jitter) ?? Number.NaN);
}

describe('refresh point', () => {
  it('is at 80 % of a lifetime of 30 minutes', () => {
    expect(leadMs(30 * minuteMs)).toBe(6 * minuteMs);
  });

  it('is at most 10 minutes before the end of a long lifetime', () => {
    expect(leadMs(12 * 60 * minuteMs)).toBeLessThanOrEqual(10 * minuteMs);
    expect(leadMs(12 * 60 * minuteMs, minuteMs, 0.999)).toBeGreaterThan(9 * minuteMs);
  });

  it('is at half of a lifetime that is shorter than the lead', () => {
    expect(leadMs(5_000)).toBe(2_500);
  });

  it('lies in the second half of every lifetime, at least 60 s before the end where that is possible', () => {
    fc.assert(
      fc.property(lifetimes, jitters, (lifetimeMs, jitter) => {
        const lead = leadMs(lifetimeMs, minuteMs, jitter);
        expect(lead).toBeLessThanOrEqual(lifetimeMs / 2 + 1e-6);
        expect(lead).toBeGreaterThanOrEqual(Math.min(minuteMs, lifetimeMs / 2) - 1e-6);
        expect(lead).toBeLessThanOrEqual(10 * minuteMs + 1e-6);
      }),
    );
  });

  it('comes before the token is too old to be handed out', () => {
    fc.assert(
      fc.property(lifetimes, promises, jitters, (lifetimeMs, minimumValidityMs, jitter) => {
        const subject = token(lifetimeMs);
        const atMs = refreshAtMs(subject, minimumValidityMs, jitter) ?? Number.NaN;
        expect(remainingMs(subject, atMs)).toBeGreaterThanOrEqual(
          handOutFloorMs(subject, minimumValidityMs) - 1e-6,
        );
      }),
    );
  });

  it('is never within 2 s of the last exchange, however short the token lives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        promises,
        jitters,
        (lifetimeMs, minimumValidityMs, jitter) => {
          const atMs = refreshAtMs(token(lifetimeMs), minimumValidityMs, jitter) ?? Number.NaN;
          expect(atMs).toBeGreaterThanOrEqual(1_000_000 + 2_000);
        },
      ),
    );
  });

  it('does not exist for a token without expiry', () => {
    expect(refreshAtMs({ ...token(1), expiresAtMs: null }, minuteMs, 0)).toBeNull();
  });
});

describe('hand-out', () => {
  it('is refused when less than the promise is left', () => {
    const subject = token(30 * minuteMs);
    const endMs = subject.expiresAtMs ?? 0;
    expect(isHandOutFresh(subject, minuteMs, endMs - minuteMs)).toBe(true);
    expect(isHandOutFresh(subject, minuteMs, endMs - minuteMs + 1)).toBe(false);
  });

  it('is never possible for an expired token', () => {
    fc.assert(
      fc.property(lifetimes, promises, fc.integer({ min: 0, max: 1e9 }), (lifetimeMs, promiseMs, lateMs) => {
        const subject = token(lifetimeMs);
        expect(isHandOutFresh(subject, promiseMs, (subject.expiresAtMs ?? 0) + lateMs)).toBe(false);
      }),
    );
  });

  it('is refused when the clock was set back and nobody knows the age of the token', () => {
    const subject = token(60 * minuteMs);
    expect(isHandOutFresh(subject, minuteMs, subject.obtainedAtMs - 8 * 60 * minuteMs)).toBe(false);
    expect(isHandOutFresh(subject, minuteMs, subject.obtainedAtMs - 5_000)).toBe(true);
    expect(isHandOutFresh({ ...subject, lifetimeSource: 'key' }, minuteMs, 0)).toBe(true);
  });

  it('of a token that was just obtained is always possible', () => {
    fc.assert(
      fc.property(lifetimes, promises, (lifetimeMs, promiseMs) => {
        expect(isHandOutFresh(token(lifetimeMs), promiseMs, 1_000_000)).toBe(true);
      }),
    );
  });
});

describe('back-off', () => {
  it('doubles its bound from 1 s to 5 min', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50].map((failures) => backOffMs(failures, 0.999999));
    expect(bounds.map((ms) => Math.round(ms / 1000))).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('never asks again before the provider allows it, nor at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        jitters,
        fc.integer({ min: 0, max: 86_400_000 }),
        (n, f, after) => {
          const waitMs = backOffMs(n, f, after);
          expect(waitMs).toBeGreaterThanOrEqual(Math.max(500, after));
          expect(waitMs).toBeLessThanOrEqual(Math.max(300_000, after));
        },
      ),
    );
  });
});

describe('jitter', () => {
  it('is the same for a key on every start and differs between keys', () => {
    const ids = Array.from({ length: 1000 }, (_, n) => `key-${n}`);
    expect(ids.map(jitterOf)).toEqual(ids.map(jitterOf));
    const tenths = new Set(ids.map((id) => Math.floor(jitterOf(id) * 10)));
    expect(tenths.size).toBe(10);
    for (const id of ids) expect(jitterOf(id)).toBeGreaterThanOrEqual(0);
    for (const id of ids) expect(jitterOf(id)).toBeLessThan(1);
  });
});
