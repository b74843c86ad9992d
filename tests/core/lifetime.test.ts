import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumedLifetimeMs, claimsByOurClock, type LifetimeClaims, tokenLifetime } from '#core/lifetime';
import { parseTime } from '#core/providers/time-formats';

const now = Date.UTC(2026, 0, 1);
const nowS = now / 1000;
interface RawClaims {
  readonly expiresInS?: unknown;
  readonly expiresAtS?: unknown;
  readonly jwt?: LifetimeClaims['jwt'];
}
/** Claims as an answer holds them: a number, a text of digits, or anything else. */
const claimsOf = ({ expiresInS, expiresAtS, jwt = null }: RawClaims): LifetimeClaims => ({
  relativeMs: parseTime(expiresInS, 'unixSeconds'),
  absoluteMs: parseTime(expiresAtS, 'unixSeconds'),
  jwt,
});
const jwt = (expiresAtMs: number, issuedAtMs: number | null = null) => ({ jwt: { issuedAtMs, expiresAtMs } });
const noRules = { defaultS: null, maximumS: null };
const lifetime = (claims: RawClaims, rules = {}) => {
  const { expiresAtMs, source } = tokenLifetime(claimsOf(claims), { ...noRules, ...rules }, now);
  return [(expiresAtMs - now) / 1000, source];
};

describe('tokenLifetime', () => {
  it('takes the earlier of the claims', () => {
    expect(lifetime({ expiresInS: 3600 })).toEqual([3600, 'relative']);
    expect(lifetime({ expiresInS: 3600, expiresAtS: nowS + 3000 })).toEqual([3000, 'absolute']);
    expect(lifetime({ expiresInS: 3600, ...jwt(now + 1_800_000) })).toEqual([1800, 'jwt']);
    expect(lifetime({ expiresInS: 900, expiresAtS: nowS + 3000, ...jwt(now + 1e6) })).toEqual([
      900,
      'relative',
    ]);
  });

  it('accepts numeric text', () => {
    expect(lifetime({ expiresInS: '3599' })).toEqual([3599, 'relative']);
    expect(lifetime({ expiresInS: ' 3599.5 ' })).toEqual([3599.5, 'relative']);
    expect(lifetime({ expiresAtS: String(nowS + 60) })).toEqual([60, 'absolute']);
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    1e15,
    nowS,
    nowS + 3600,
    now + 3_600_000,
    '',
    'soon',
    '-5',
    '1e9',
    'NaN',
    '0x10',
    '9'.repeat(400),
    null,
    true,
    {},
    [3600],
  ])('does not believe expires_in %j', (expiresInS) => {
    expect(lifetime({ expiresInS })).toEqual([assumedLifetimeMs / 1000, 'assumed']);
    expect(lifetime({ expiresInS }, { defaultS: 43_200 })).toEqual([43_200, 'preset']);
  });

  it('bounds an expires_in that means for ever by ten years', () => {
    for (const days of [3651, 100_000, 1e6])
      expect(lifetime({ expiresInS: days * 86_400 })).toEqual([3650 * 86_400, 'relative']);
    expect(lifetime({ expiresInS: 8.64e9, ...jwt(now + 60_000) })).toEqual([60, 'jwt']);
  });

  it('reads what a service with another clock says by ours', () => {
    for (const skewMs of [86_400_000, -86_400_000, 121_000]) {
      const said = { relativeMs: null, absoluteMs: now + skewMs + 60_000, jwt: null };
      expect(tokenLifetime(claimsByOurClock(said, skewMs), noRules, now).expiresAtMs).toBe(now + 60_000);
      const times = { issuedAtMs: now + skewMs, expiresAtMs: now + skewMs + 30_000 };
      const both = claimsByOurClock({ ...said, jwt: times }, skewMs);
      expect(tokenLifetime(both, noRules, now)).toEqual({ expiresAtMs: now + 30_000, source: 'jwt' });
    }
    const near = { relativeMs: null, absoluteMs: now + 60_000, jwt: null };
    expect(claimsByOurClock(near, 119_000)).toBe(near);
    expect(claimsByOurClock(near, null)).toBe(near);
  });

  it('trusts expires_in when a wrong clock puts absolute times into the past (SC-05)', () => {
    for (const skewS of [3600, 86_400, 86_400 * 365]) {
      const claims = { expiresInS: 3600, expiresAtS: nowS - skewS, ...jwt(now - skewS * 1000) };
      expect(lifetime(claims)).toEqual([3600, 'relative']);
    }
    expect(lifetime(jwt(now - 1), { defaultS: 3300 })).toEqual([3300, 'preset']);
  });

  it('bounds a clock that runs ahead by the maximum of the preset', () => {
    expect(lifetime(jwt(now + 86_400_000), { maximumS: 3600 })).toEqual([3600, 'jwt']);
  });

  it('takes no more than the whole life of a JWT, whatever the local clock says', () => {
    const life = 3_600_000;
    const issuedHere = (ago: number) => lifetime(jwt(now - ago + life, now - ago));
    expect(issuedHere(0)).toEqual([3600, 'jwt']);
    expect(issuedHere(600_000)).toEqual([3000, 'jwt']);
    expect(issuedHere(-86_400_000)).toEqual([3600, 'jwt']);
    expect(issuedHere(86_400_000)).toEqual([3600, 'jwt']);
    expect(lifetime({ expiresInS: 60, ...jwt(now - 1, now - life) })).toEqual([60, 'relative']);
  });

  it('does without an iat that makes no sense', () => {
    expect(lifetime(jwt(now + 60_000, now + 60_000))).toEqual([60, 'jwt']);
    expect(lifetime(jwt(now + 60_000, 0))).toEqual([60, 'jwt']);
    expect(lifetime(jwt(now - 60_000, now + 1))).toEqual([assumedLifetimeMs / 1000, 'assumed']);
    expect(lifetime(jwt(now - 60_000, 0))).toEqual([assumedLifetimeMs / 1000, 'assumed']);
  });

  it('a clock that is wrong by any time never lengthens a JWT, nor ends it at once', () => {
    const tenYearsMs = 315_360_000_000;
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 86_400_000 }),
        fc.integer({ min: -tenYearsMs, max: tenYearsMs }),
        (lifeMs, aheadMs) => {
          const issuedAtMs = now - aheadMs;
          const claims = claimsOf(jwt(issuedAtMs + lifeMs, issuedAtMs));
          const { expiresAtMs, source } = tokenLifetime(claims, noRules, now);
          expect(source).toBe('jwt');
          expect(expiresAtMs).toBeGreaterThan(now);
          expect(expiresAtMs).toBeLessThanOrEqual(now + lifeMs);
          if (aheadMs <= 0 || aheadMs >= lifeMs) expect(expiresAtMs).toBe(now + lifeMs);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('never says forever, never the past, and never later than a claim that it believes', () => {
    const claim = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.anything(), fc.nat(100_000));
    const seconds = fc.option(fc.integer({ min: 1, max: 315_360_000 }), { nil: null });
    fc.assert(
      fc.property(
        claim,
        claim,
        fc.option(fc.record({ expiresAtMs: fc.double(), issuedAtMs: fc.option(fc.double()) }), { nil: null }),
        seconds,
        seconds,
        (expiresInS, expiresAtS, times, defaultS, maximumS) => {
          const claims = claimsOf({ expiresInS, expiresAtS, jwt: times });
          const { expiresAtMs, source } = tokenLifetime(claims, { defaultS, maximumS }, now);
          expect(Number.isSafeInteger(expiresAtMs)).toBe(true);
          expect(expiresAtMs).toBeGreaterThan(now);
          expect(expiresAtMs).toBeLessThanOrEqual(now + 3650 * 86_400_000);
          if (maximumS !== null) expect(expiresAtMs).toBeLessThanOrEqual(now + maximumS * 1000);
          if (typeof expiresInS === 'number' && expiresInS >= 1 && expiresInS <= 86_400)
            expect(expiresAtMs).toBeLessThanOrEqual(now + expiresInS * 1000);
          if (source === 'assumed') expect(defaultS).toBeNull();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
