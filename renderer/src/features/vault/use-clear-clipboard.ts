import { useState } from 'react';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';

/** Clears the clipboard when the user says so. */
export interface ClearClipboard {
  readonly busy: boolean;
  /** Which copy did not go, by when it was to be cleared; epoch milliseconds. */
  readonly leftAtMs: number | null;
  readonly clear: () => void;
}

/** See {@link ClearClipboard}. Tells that it was cleared, as what said so before is gone then, and the focus with it. */
export function useClearClipboard(): ClearClipboard {
  const ask = useAsk();
  const { snapshots, toasts } = useServices();
  const [busy, setBusy] = useState(false);
  const [leftAtMs, setLeftAtMs] = useState<number | null>(null);
  const clear = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask('clipboard.clear', {});
    // The answer says that it was tried; what is left says whether it worked, and may take a moment to come by itself.
    if (answer !== null) await snapshots.load();
    const now = snapshots.current();
    const left = now.status === 'ready' ? now.snapshot.clipboard : null;
    setBusy(false);
    setLeftAtMs(left?.clearsAtMs ?? null);
    if (answer === null || left !== null) return;
    document.querySelector<HTMLElement>('main')?.focus();
    toasts.show({ tone: 'done', title: 'The clipboard is cleared', whatToDo: '', showsLocked: true });
  };
  return { busy, leftAtMs, clear: () => void (busy || clear()) };
}
