import type { Secret } from './secret.ts';

/** How the expiry of a token is known: as the provider said, or assumed by us. */
export type LifetimeSource = 'relative' | 'absolute' | 'jwt' | 'preset' | 'assumed' | 'key';

/** Whether nobody said how long the token lives. */
export function isGuessed(source: LifetimeSource): boolean {
  return source === 'preset' || source === 'assumed';
}

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

/** What state may hold of a token: everything but its value. */
export function factsOf({ value: _, ...facts }: Token): TokenFacts {
  return facts;
}

/** Corrections of the clock up to this size happen all the time and say nothing. */
const clockToleranceMs = 30_000;

/**
 * Whether the clock was set back since the token was obtained: its age is then unknown, and with it its remaining time.
 * A static key's expiry is a date that the user entered and does not depend on when it was read.
 */
export function isFromTheFuture(token: TokenFacts, nowMs: number): boolean {
  return token.lifetimeSource !== 'key' && nowMs < token.obtainedAtMs - clockToleranceMs;
}

/**
 * A token whose lifetime nobody said, bounded by what was learned from the user.
 *
 * @param learnedMs longest lifetime, null when nothing was learned
 */
export function boundedToken(token: Token, learnedMs: number | null): Token {
  if (learnedMs === null || token.expiresAtMs === null || !isGuessed(token.lifetimeSource)) return token;
  return { ...token, expiresAtMs: Math.min(token.expiresAtMs, token.obtainedAtMs + learnedMs) };
}

/** How long the token is still valid, in milliseconds, never negative; Infinity when its expiry is not known. */
export function remainingMs(token: TokenFacts, nowMs: number): number {
  if (token.expiresAtMs === null) return Number.POSITIVE_INFINITY;
  if (isFromTheFuture(token, nowMs)) return 0;
  return Math.max(0, token.expiresAtMs - nowMs);
}

/**
 * Whether the token may be handed out now: it has the promised validity left. The promise is never more than half of
 * the lifetime, so that a provider with very short lifetimes can be used at all (docs/rules-and-findings.md, P1).
 */
export function isHandOutFresh(token: TokenFacts, minimumValidityMs: number, nowMs: number): boolean {
  const leftMs = remainingMs(token, nowMs);
  return leftMs > 0 && leftMs >= handOutFloorMs(token, minimumValidityMs);
}

/** The validity that a token has at least when it is handed out, in milliseconds. */
export function handOutFloorMs(token: TokenFacts, minimumValidityMs: number): number {
  if (token.expiresAtMs === null) return 0;
  return Math.min(minimumValidityMs, (token.expiresAtMs - token.obtainedAtMs) / 2);
}
