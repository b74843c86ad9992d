import { broughtBackWords, inboxWords } from '#contract/words/inbox-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** Clears the list of notices, and tells it with the way back. */
export function useClearInbox(): () => void {
  const ask = useAsk();
  const { toasts } = useServices();
  const undo = async (): Promise<void> => {
    const back = await ask('inbox.undoClear', {});
    if (back !== null) toasts.show({ tone: 'done', title: broughtBackWords(back.restored), whatToDo: '' });
  };
  const clear = async (): Promise<void> => {
    if ((await ask('inbox.clear', {})) === null) return;
    const action = { label: inboxWords.undo, run: () => void undo() };
    toasts.show({ tone: 'done', title: inboxWords.cleared, whatToDo: '', action });
  };
  return () => void clear();
}
