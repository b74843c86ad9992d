import { useCallback } from 'react';
import { importedWords, importWords, undoneWords } from '#contract/words/import-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** Tells that keys were imported, with the way back. Lives on in the message after the dialog is gone. */
export function useImportedToast(importId: string): (keys: number) => void {
  const ask = useAsk();
  const { toasts } = useServices();
  return useCallback(
    (keys) => {
      const undo = async (): Promise<void> => {
        const undone = await ask('import.undo', { importId });
        if (undone !== null) toasts.show({ tone: 'done', title: undoneWords(undone.removed), whatToDo: '' });
      };
      toasts.show({
        tone: 'done',
        title: importedWords(keys),
        whatToDo: '',
        action: { label: importWords.undo, run: () => void undo(), outlivesLock: true },
      });
    },
    [ask, toasts, importId],
  );
}
