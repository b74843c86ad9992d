import { useCallback } from 'react';
import type { FailureKindView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import { ask } from '../bridge.ts';
import { useServices } from './services.ts';

/** Failures that happen before the key is asked for, so that its row does not show them. */
const notInRow: readonly FailureKindView[] = [
  'keyNotFound',
  'vaultLocked',
  'notAllowed',
  'invalidInput',
  'internal',
];

/** Asks a key's provider for a new token now. A failure stands in the key's row; a message would only repeat it. */
export function useRefresh(): (keyId: string) => Promise<void> {
  const { bridge, toasts } = useServices();
  return useCallback(
    async (keyId) => {
      const answer = await ask(bridge, 'tokens.refresh', { keyId });
      if (answer.ok || !notInRow.includes(answer.failure.kind)) return;
      toasts.show({ tone: 'problem', ...failureWords(answer.failure) });
    },
    [bridge, toasts],
  );
}
