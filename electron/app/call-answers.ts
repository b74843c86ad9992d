import type { CallInput, CallName, CallValues } from '#contract/calls';
import { ok, type Result } from '#core/failure';

/** One handler for each call of the contract; a missing one fails to compile. */
export type CallHandlers = {
  readonly [N in CallName]: (input: CallInput<N>) => Promise<Result<CallValues[N]>>;
};

/** The answer of a call that only says whether it worked. */
export function withoutValue(result: Result<unknown>): Result<Record<string, never>> {
  return result.ok ? ok({}) : result;
}
