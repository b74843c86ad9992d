import { useRef, useState } from 'react';
import type { RestoreChoice, RestorePreview } from '#contract/restore-view';
import type { FailureView } from '#contract/view';
import { restoredWords, restoreWords } from '#contract/words/restore-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';
import { useGone } from '../../state/use-gone.ts';

/** How far a restore is. */
export interface Restore {
  readonly choice: RestoreChoice | null;
  readonly preview: RestorePreview | null;
  readonly busy: boolean;
  readonly failure: FailureView | null;
  /** Lets the user choose a file; a plain one is opened at once. */
  readonly choose: () => void;
  /** Whether it opened. */
  readonly open: (passphrase: string) => Promise<boolean>;
  readonly run: (how: 'merge' | 'replace') => Promise<FailureView | null>;
}

/** Chooses, opens and restores an exported file. The main process holds what was read until this goes. */
export function useRestore(onDone: () => void): Restore {
  const { bridge } = useServices();
  const [choice, setChoice] = useState<RestoreChoice | null>(null);
  const [preview, setPreview] = useState<RestorePreview | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureView | null>(null);
  const tellRestored = useRestoredToast();
  const held = useHeldExport();

  const open = async (exportId: string, passphrase: string): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    const answer = await ask(bridge, 'export.preview', { exportId, passphrase });
    setBusy(false);
    if (answer.ok) setPreview(answer.value);
    else setFailure(answer.failure);
    return answer.ok;
  };
  const choose = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const answer = await ask(bridge, 'export.open', {});
    setBusy(false);
    if (!answer.ok) return answer.failure.kind === 'cancelled' ? undefined : setFailure(answer.failure);
    if (answer.value === null) return;
    held.hold(answer.value.exportId);
    setChoice(answer.value);
    setPreview(null);
    if (!answer.value.isEncrypted) await open(answer.value.exportId, '');
  };
  const run = async (how: 'merge' | 'replace'): Promise<FailureView | null> => {
    if (choice === null) return null;
    setBusy(true);
    setFailure(null);
    const answer = await ask(bridge, 'export.restore', { exportId: choice.exportId, how });
    setBusy(false);
    if (!answer.ok) return answer.failure;
    held.keep();
    onDone();
    tellRestored(choice.exportId, answer.value);
    return null;
  };
  return {
    choice,
    preview,
    busy,
    failure,
    choose: () => void (busy || choose()),
    open: (passphrase) => (choice === null ? Promise.resolve(false) : open(choice.exportId, passphrase)),
    run,
  };
}

/** Has the main process forget a file that was not restored once the dialog goes, or another file is chosen. */
function useHeldExport(): { readonly hold: (exportId: string) => void; readonly keep: () => void } {
  const { bridge } = useServices();
  const exportId = useRef<string | null>(null);
  const forget = (): void => {
    if (exportId.current !== null) void ask(bridge, 'export.cancel', { exportId: exportId.current });
  };
  const isGone = useGone(forget);
  return {
    hold: (next) => {
      forget();
      // Chosen in a window of the system that was still open when the dialog went.
      if (isGone.current) void ask(bridge, 'export.cancel', { exportId: next });
      else exportId.current = next;
    },
    keep: () => {
      exportId.current = null;
    },
  };
}

/** Tells what was restored, with the way back. */
function useRestoredToast() {
  const call = useAsk();
  const { toasts } = useServices();
  return (exportId: string, counts: { readonly added: number; readonly replaced: number }): void => {
    const undo = async (): Promise<void> => {
      const undone = await call('export.undo', { exportId });
      if (undone !== null) toasts.show({ tone: 'done', title: restoreWords.undone, whatToDo: '' });
    };
    toasts.show({
      tone: 'done',
      title: restoredWords(counts),
      whatToDo: '',
      action: { label: restoreWords.undo, run: () => void undo() },
    });
  };
}
