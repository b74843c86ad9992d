import { useCallback } from 'react';
import type { CallInput, CallName } from '#contract/calls';
import type { FailureView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';

/** Makes a call of which only its failure matters; null when it was done. */
export type Try = <N extends CallName>(name: N, input: CallInput<N>) => Promise<FailureView | null>;

/** For dialogs, which show the failure in place. */
export function useTry(): Try {
  const { bridge } = useServices();
  return useCallback(
    async (name, input) => {
      const answer = await ask(bridge, name, input);
      return answer.ok ? null : answer.failure;
    },
    [bridge],
  );
}
