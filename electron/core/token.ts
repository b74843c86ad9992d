import type { Secret } from './secret.ts';

/** How the expiry of a token is known: as the provider said, or assumed by us. */
export type LifetimeSource = 'relative' | 'absolute' | 'jwt' | 'preset' | 'assumed' | 'key';

/** A further value of the token answer that the user needs, such as IBM's `user_id`. Not secret. */
export interface TokenOutput {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

/** What is known of a token without its value. */
export interface TokenFacts {
  /** Wall clock just before the request was sent: the base of the lifetime. Epoch milliseconds. */
  readonly obtainedAtMs: number;
  /** Epoch milliseconds; `null` only for a static key whose expiry the user did not enter. */
  readonly expiresAtMs: number | null;
  readonly lifetimeSource: LifetimeSource;
  readonly tokenType: string;
  readonly outputs: readonly TokenOutput[];
}

/** An access token and its facts. */
export interface Token extends TokenFacts {
  readonly value: Secret;
}

/** How long the token is still valid, in milliseconds, never negative; Infinity when its expiry is not known. */
export function remainingMs(token: TokenFacts, nowMs: number): number {
  return token.expiresAtMs === null ? Number.POSITIVE_INFINITY : Math.max(0, token.expiresAtMs - nowMs);
}

/**
 * Whether the token may be handed out now: it has the promised validity left. The promise is never more than half of
 * the lifetime, so that a provider with very short lifetimes can be used at all (design, section 3).
 */
export function isHandOutFresh(token: TokenFacts, minimumValidityMs: number, nowMs: number): boolean {
  return remainingMs(token, nowMs) >= handOutFloorMs(token, minimumValidityMs);
}

/** The validity that a token has at least when it is handed out, in milliseconds. */
export function handOutFloorMs(token: TokenFacts, minimumValidityMs: number): number {
  if (token.expiresAtMs === null) return 0;
  return Math.min(minimumValidityMs, (token.expiresAtMs - token.obtainedAtMs) / 2);
}
