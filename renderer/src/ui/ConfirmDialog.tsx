import { type ReactNode, useId, useState } from 'react';
import type { FailureView } from '#contract/view';
import { useFailure } from '../state/use-failure.ts';
import { Button } from './Button.tsx';
import styles from './ConfirmDialog.module.css';
import { Dialog, DialogFoot } from './Dialog.tsx';
import { FailureNote } from './FailureNote.tsx';

interface ConfirmDialogProps {
  readonly title: ReactNode;
  /** What the confirming button says: the verb of the title. */
  readonly confirm: string;
  readonly tone?: 'danger' | 'primary';
  /** Stands at the other end of the foot. */
  readonly aside?: ReactNode;
  /** Does it; resolves to why it could not be done, or null. */
  readonly run: () => Promise<FailureView | null>;
  /** It was done; the dialog closes. */
  readonly onDone?: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something that cannot simply be taken back. Stays open with the reason when it could not be done. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, confirm, tone = 'danger', aside, run, onDone, onClose, children } = props;
  const textId = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useFailure(confirm);

  const go = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const refused = await run();
    setBusy(false);
    if (refused !== null) return setFailure(refused);
    onClose();
    onDone?.();
  };

  return (
    <Dialog size="small" role="alertdialog" describedBy={textId} onDismiss={onClose} title={title}>
      <div id={textId} className={styles['text']}>
        {children}
        {failure && <FailureNote failure={failure} />}
      </div>
      <DialogFoot aside={aside}>
        <Button data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button tone={tone} busy={busy} onClick={() => void go()}>
          {confirm}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
