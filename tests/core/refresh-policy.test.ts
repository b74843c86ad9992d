import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Failure, failureKinds } from '#core/failure';
import { backOffMs, failuresAfter, jitterOf, recoveryDelayMs, refreshAtMs } from '#core/refresh-policy';
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

  it('is a moment before the half of a lifetime that is shorter than the lead', () => {
    expect(leadMs(5_000)).toBeCloseTo(2_750);
  });

  it('lies in the last 55 % of every lifetime, at least 60 s before the end where that is possible', () => {
    fc.assert(
      fc.property(lifetimes, jitters, (lifetimeMs, jitter) => {
        const lead = leadMs(lifetimeMs, minuteMs, jitter);
        expect(lead).toBeLessThanOrEqual(lifetimeMs * 0.55 + 1e-6);
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
        const floorMs = handOutFloorMs(subject, minimumValidityMs);
        expect(remainingMs(subject, atMs)).toBeGreaterThanOrEqual(floorMs - 1e-6);
        // Time for an answer, where the shortest interval leaves any.
        if (lifetimeMs > 20_000) expect(remainingMs(subject, atMs)).toBeGreaterThanOrEqual(floorMs + 900);
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
  const service: Failure = { kind: 'serviceFailed' };
  const network: Failure = { kind: 'unreachable' };
  const counts = fc.integer({ min: 1, max: 1000 });
  const secondsAt = (failure: Failure, fraction: number, counted: readonly number[]) =>
    counted.map((n) => Math.round(backOffMs(failure, n, fraction) / 1000));

  it('of a service doubles from 40 s and is 8 min from the fifth failure on', () => {
    expect(secondsAt(service, 0.999999, [1, 2, 3, 4, 5, 6, 50])).toEqual([40, 80, 160, 320, 480, 480, 480]);
    expect(secondsAt(service, 0, [4, 5, 50])).toEqual([1, 480, 480]);
  });

  it('of a network that is not there grows from 1 s to 2 h 30 min', () => {
    expect(secondsAt(network, 0.999999, [1, 2, 3, 4, 5, 6, 7, 50])).toEqual([
      1, 5, 25, 125, 625, 3125, 9000, 9000,
    ]);
  });

  it('of what asks nobody outside is a minute at most', () => {
    expect(secondsAt({ kind: 'vaultWriteFailed' }, 0.999999, [1, 2, 3, 4, 50])).toEqual([1, 5, 25, 60, 60]);
  });

  it('never ends before the provider allows it, nor at once', () => {
    const failures = fc.constantFrom(...failureKinds.map((kind) => ({ kind })));
    fc.assert(
      fc.property(failures, counts, jitters, fc.nat(86_400_000), (failure, n, fraction, retryAfterMs) => {
        const waitMs = backOffMs({ ...failure, retryAfterMs }, n, fraction);
        expect(waitMs).toBeGreaterThanOrEqual(Math.max(500, retryAfterMs));
        expect(waitMs).toBeLessThanOrEqual(Math.max(9_000_000, retryAfterMs));
      }),
    );
  });

  /** Instants of the tries of a key whose provider always fails, whatever the dice say. */
  function triesAtMs(kinds: readonly Failure[], fractions: readonly number[], untilMs: number): number[] {
    const tries: number[] = [];
    let before: Failure | null = null;
    let failures = 0;
    for (let atMs = 0; atMs < untilMs; ) {
      const failure = kinds[tries.length % kinds.length] ?? service;
      failures = failuresAfter(before, failures, failure);
      before = failure;
      tries.push(atMs);
      atMs += backOffMs(failure, failures, fractions[tries.length % fractions.length] ?? 0);
    }
    return tries;
  }
  const dice = fc.array(jitters, { minLength: 1, maxLength: 20 });

  it('asks a broken key at most 12 times in any hour', () => {
    fc.assert(
      fc.property(dice, (fractions) => {
        const tries = triesAtMs([service], fractions, 5 * 3_600_000);
        for (const [at, startMs] of tries.entries())
          expect(tries.slice(at).filter((atMs) => atMs < startMs + 3_600_000).length).toBeLessThanOrEqual(12);
      }),
    );
  });

  it('asks at most 20 times in a day without a network', () => {
    fc.assert(
      fc.property(dice, (fractions) => {
        expect(triesAtMs([network], fractions, 86_400_000).length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('does not begin anew when a service and the network fail by turns', () => {
    expect(triesAtMs([service, network], [0], 86_400_000).length).toBeLessThan(200);
    expect(failuresAfter(network, 30, service)).toBe(5);
    expect(failuresAfter(service, 2, network)).toBe(3);
    expect(failuresAfter(null, 0, service)).toBe(1);
  });
});

describe('a network that is back', () => {
  it('is used at once by one key, and within 40 s by a thousand and more, evenly', () => {
    expect(recoveryDelayMs(1, 0.99)).toBe(0);
    const delays = Array.from({ length: 1000 }, (_, n) => recoveryDelayMs(1000, jitterOf(`key ${n}`)));
    expect(Math.max(...delays)).toBeLessThanOrEqual(40_000);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(30_000);
    const inSecond = Array.from(
      { length: 40 },
      (_, s) => delays.filter((ms) => (ms / 1000) >> 0 === s).length,
    );
    expect(Math.max(...inSecond)).toBeLessThan(75);
    expect(recoveryDelayMs(1e6, 0.99)).toBeLessThan(40_000);
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
