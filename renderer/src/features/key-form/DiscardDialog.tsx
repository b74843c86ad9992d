import { type ReactNode, useId } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';

interface DiscardDialogProps {
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}

/** Asks before something that was typed is thrown away. */
export function DiscardDialog({ onKeep, onDiscard }: DiscardDialogProps): ReactNode {
  const textId = useId();
  return (
    <Dialog
      size="small"
      role="alertdialog"
      title="Discard what you entered?"
      describedBy={textId}
      onDismiss={onKeep}
    >
      <DialogBody>
        <p id={textId}>Nothing has been saved yet.</p>
      </DialogBody>
      <DialogFoot>
        <Button data-autofocus onClick={onKeep}>
          Keep editing
        </Button>
        <Button tone="danger" onClick={onDiscard}>
          Discard
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
