import type { ReactNode } from 'react';
import type { KeyView, Snapshot } from '#contract/view';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { KeyForm } from './KeyForm.tsx';
import { useDiscardGuard } from './use-discard-guard.ts';

interface EditKeyDialogProps {
  readonly subject: KeyView;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Edits a stored key in the form that it was added with. */
export function EditKeyDialog({ subject, snapshot, onClose }: EditKeyDialogProps): ReactNode {
  const guard = useDiscardGuard();
  const preset = snapshot.presets.find(({ id }) => id === subject.presetId);
  const close = (): void => guard.leave(onClose);

  return (
    <Dialog
      size="large"
      onDismiss={close}
      title={
        <>
          Edit “<OutsideText text={subject.name} />”
        </>
      }
    >
      {preset ? (
        <KeyForm
          snapshot={snapshot}
          preset={preset}
          original={subject}
          onDirty={guard.markDirty}
          onCancel={close}
          onSaved={onClose}
        />
      ) : (
        <>
          <DialogBody>
            <FailureNote failure={{ kind: 'presetNotFound' }} />
          </DialogBody>
          <DialogFoot>
            <Button onClick={onClose}>Close</Button>
          </DialogFoot>
        </>
      )}
      {guard.asking && <DiscardDialog onKeep={guard.keep} onDiscard={guard.discard} />}
    </Dialog>
  );
}
