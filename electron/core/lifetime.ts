import type { JwtTimes } from './jwt-expiry.ts';
import { noticedSkewMs } from './server-skew.ts';
import type { LifetimeSource } from './token.ts';

/** What a token answer says about the lifetime; null where it says nothing that can be read. */
export interface LifetimeClaims {
  /** From the moment of the answer, in milliseconds. */
  readonly relativeMs: number | null;
  /** Epoch milliseconds. */
  readonly absoluteMs: number | null;
  readonly jwt: JwtTimes | null;
}

/** What the preset says about the lifetime. */
export interface LifetimeRules {
  readonly defaultS: number | null;
  readonly maximumS: number | null;
}

/** When a token ends, and how that is known. */
export interface Lifetime {
  readonly expiresAtMs: number;
  readonly source: LifetimeSource;
}

/** Lifetime when neither the answer nor the preset says one; never "forever". */
export const assumedLifetimeMs = 60 * 60_000;
/** No token is believed to live longer. An instant that is further away is a mistake, such as milliseconds for seconds. */
export const sanityLimitMs = 3650 * 86_400_000;

/**
 * Claims of a service whose clock differs from ours, by our clock. A small difference stays: it may be the time that the
 * answer took.
 *
 * @param skewMs how far its clock is ahead; null where it did not say
 */
export function claimsByOurClock(claims: LifetimeClaims, skewMs: number | null): LifetimeClaims {
  if (skewMs === null || Math.abs(skewMs) < noticedSkewMs) return claims;
  const { absoluteMs, jwt } = claims;
  const issuedAtMs = jwt?.issuedAtMs ?? null;
  return {
    ...claims,
    absoluteMs: absoluteMs === null ? null : absoluteMs - skewMs,
    jwt: jwt && {
      issuedAtMs: issuedAtMs === null ? null : issuedAtMs - skewMs,
      expiresAtMs: jwt.expiresAtMs - skewMs,
    },
  };
}

/**
 * The earliest end that the answer names. `expires_in` counts from the moment before the request, which errs on the safe
 * side (RFC 6749 section 5.1 counts from the answer). An absolute time in the past means that one of the two clocks is
 * wrong, because a service does not issue dead tokens: it is ignored. A JWT tells its whole life besides, which no clock of
 * ours can lengthen or end. Without a usable claim the preset's default counts, else 60 minutes are assumed.
 */
export function tokenLifetime(claims: LifetimeClaims, rules: LifetimeRules, obtainedAtMs: number): Lifetime {
  const named: [number, LifetimeSource][] = [
    [relativeMs(claims.relativeMs ?? Number.NaN, obtainedAtMs), 'relative'],
    [(claims.absoluteMs ?? Number.NaN) - obtainedAtMs, 'absolute'],
    [jwtRemainingMs(claims.jwt, obtainedAtMs), 'jwt'],
  ];
  const fallback: [number, LifetimeSource] =
    rules.defaultS === null ? [assumedLifetimeMs, 'assumed'] : [rules.defaultS * 1000, 'preset'];
  const [lifetimeMs, source] =
    named
      .filter(([ms]) => ms > 0 && ms <= sanityLimitMs)
      .reduce<[number, LifetimeSource] | null>(
        (best, next) => (best === null || next[0] < best[0] ? next : best),
        null,
      ) ?? fallback;
  const boundedMs = Math.min(lifetimeMs, rules.maximumS === null ? sanityLimitMs : rules.maximumS * 1000);
  return { expiresAtMs: obtainedAtMs + Math.max(1, Math.floor(boundedMs)), source };
}

/**
 * A length that says "for ever", such as 100,000 days, is bounded. One that reads as a Unix time of these years is an instant
 * in the wrong field, and says nothing.
 */
function relativeMs(claimedMs: number, nowMs: number): number {
  if (!(claimedMs > sanityLimitMs)) return claimedMs;
  const isInstant = [claimedMs, claimedMs / 1000].some((ms) => Math.abs(ms - nowMs) < sanityLimitMs);
  return isInstant ? Number.NaN : sanityLimitMs;
}

/**
 * What is left of a JWT, at most its whole life from `iat` to `exp`: a local clock that is slow would see more. One that is
 * so fast that the token seems dead is not believed, and the token is taken as just issued.
 */
function jwtRemainingMs(jwt: JwtTimes | null, obtainedAtMs: number): number {
  if (jwt === null) return Number.NaN;
  const leftMs = jwt.expiresAtMs - obtainedAtMs;
  const lifeMs = jwt.expiresAtMs - (jwt.issuedAtMs ?? Number.NaN);
  if (!(lifeMs > 0)) return leftMs;
  return leftMs > 0 ? Math.min(leftMs, lifeMs) : lifeMs;
}
