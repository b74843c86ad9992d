import { useCallback } from 'react';
import type { CallInput, CallName, CallValues } from '#contract/calls';
import { ask } from '../bridge.ts';
import { useServices } from './services.ts';

/** Makes a call whose failure is shown as a message; the answer is null then. */
export type Ask = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallValues[N] | null>;

/** For calls from the list, where nothing but a message can show a failure. Forms show theirs in place. */
export function useAsk(): Ask {
  const { bridge, toasts } = useServices();
  return useCallback(
    async (name, input) => {
      const answer = await ask(bridge, name, input);
      if (answer.ok) return answer.value;
      toasts.fail(answer.failure);
      return null;
    },
    [bridge, toasts],
  );
}
