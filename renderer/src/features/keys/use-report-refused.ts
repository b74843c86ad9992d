import { useCallback } from 'react';
import type { KeyView } from '#contract/view';
import { refusedWords } from '#contract/words/refresh-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** Says that a key's token was refused where the user used it, so that another one is fetched; tells what came of it. */
export function useReportRefused(): (subject: KeyView) => Promise<void> {
  const ask = useAsk();
  const { toasts } = useServices();
  return useCallback(
    async (subject) => {
      const done = await ask('tokens.reportRefused', { keyId: subject.id });
      if (done !== null) toasts.show({ tone: 'done', ...refusedWords(subject) });
    },
    [ask, toasts],
  );
}
