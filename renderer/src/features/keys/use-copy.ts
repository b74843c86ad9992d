import { useCallback } from 'react';
import type { KeyView } from '#contract/view';
import { copiedWords } from '#contract/words/notice-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** The form that is the token itself. */
export const tokenForm = 'raw';

/** The form that is a further value of the token answer. */
export function outputForm(outputId: string): string {
  return `output.${outputId}`;
}

/** Copies a key's token in one of its forms, and says what was copied and how long it is valid. False if it failed. */
export type Copy = (subject: KeyView, formId: string) => Promise<boolean>;

/** May take a while: the main process asks the provider for a fresh token first if it has to. */
export function useCopy(): Copy {
  const ask = useAsk();
  const { toasts } = useServices();
  return useCallback(
    async ({ id: keyId, name, copyForms }, formId) => {
      const copied = await ask('tokens.copy', { keyId, formId });
      if (copied === null) return false;
      const remainingMs = copied.expiresAtMs === null ? null : copied.expiresAtMs - Date.now();
      const what = copyForms.find(({ id }) => id === formId)?.label ?? 'Token';
      toasts.show({
        tone: 'done',
        title: copiedWords(name, remainingMs, null).body,
        whatToDo: `${what} of ${name}`,
      });
      return true;
    },
    [ask, toasts],
  );
}
