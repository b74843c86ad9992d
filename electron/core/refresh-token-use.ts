import type { Failure } from './failure.ts';

/**
 * Whether a refresh token may be used up although no new one came: the request may have reached the service, and its answer
 * did not reach us or made no sense. A service that replaces refresh tokens takes a second use as theft (RFC 9700
 * section 4.14.2). A refusal with a reason, a 429 or a 503 say that nothing was done.
 */
export function mayBeUsedUp({ kind, step, httpStatus }: Failure): boolean {
  if (kind === 'internal') return true;
  if (step !== 'answer' && step !== 'token') return false;
  if (httpStatus !== undefined) return httpStatus < 300 || (httpStatus >= 500 && httpStatus !== 503);
  return step === 'answer';
}

/** Why a key whose refresh token may be used up is not asked with again. */
export const inDoubt: Failure = { kind: 'signInNeeded', reason: 'refreshTokenInDoubt' };
