import type { KeyUse } from './api-key.ts';
import type { Failure } from './failure.ts';

/**
 * Whether a refresh token may be used up although no new one came: the request may have reached the service, and its answer
 * did not reach us or made no sense. A service that replaces refresh tokens takes a second use as theft (RFC 9700
 * section 4.14.2). A refusal with a reason, a 429 or a 503 say that nothing was done.
 */
export function mayBeUsedUp({ kind, step, httpStatus }: Failure): boolean {
  if (kind === 'internal') return true;
  if (httpStatus !== undefined) return httpStatus < 300 || (httpStatus >= 500 && httpStatus !== 503);
  return step === 'answer';
}

/** Why a key whose refresh token may be used up is not asked with again. */
export const inDoubt: Failure = { kind: 'signInNeeded', reason: 'refreshTokenInDoubt' };

/** The use of a key whose refresh token is about to be sent. To be stored before it is. */
export function keyUseBeforeSending(use: KeyUse, nowMs: number): KeyUse {
  return { ...use, refreshTokenSentAtMs: nowMs };
}

/** The use of a key after an answer; `isReplaced`: null when no refresh token was sent. */
export function keyUseAfterAnswer(use: KeyUse, isReplaced: boolean | null): KeyUse {
  const keepsRefreshToken = isReplaced === null ? use.keepsRefreshToken : !isReplaced;
  return { ...use, refusedAtMs: null, refreshTokenSentAtMs: null, keepsRefreshToken };
}
