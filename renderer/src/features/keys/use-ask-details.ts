import { useCallback } from 'react';
import type { KeyView } from '#contract/view';
import { dateWords } from '#contract/words/date-words';
import { expiryWords } from '#contract/words/key-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** Asks a key's provider when the key expires, and tells its answer. */
export function useAskDetails(): (subject: KeyView) => Promise<void> {
  const ask = useAsk();
  const { toasts } = useServices();
  return useCallback(
    async ({ id: keyId, name }) => {
      const details = await ask('keys.askDetails', { keyId });
      if (details === null) return;
      const { keyExpiresAtMs } = details;
      if (keyExpiresAtMs === null) {
        toasts.show({
          tone: 'done',
          title: `The provider names no end of ${name}`,
          whatToDo: 'It does not expire, or the provider does not say.',
        });
        return;
      }
      toasts.show({
        tone: 'done',
        title: `${name} expires on ${dateWords(keyExpiresAtMs)}`,
        whatToDo: `The provider says so: ${expiryWords(keyExpiresAtMs, Date.now())}.`,
      });
    },
    [ask, toasts],
  );
}
