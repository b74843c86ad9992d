import type { ReactNode } from 'react';
import type { KeyView, Snapshot } from '#contract/view';
import { Button } from '../../ui/Button.tsx';
import { DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { GuardedDialog } from './GuardedDialog.tsx';
import { KeyForm } from './KeyForm.tsx';

interface EditKeyDialogProps {
  readonly subject: KeyView;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Edits a stored key in the form that it was added with. */
export function EditKeyDialog({ subject, snapshot, onClose }: EditKeyDialogProps): ReactNode {
  const preset = snapshot.presets.find(({ id }) => id === subject.presetId);
  return (
    <GuardedDialog
      onClose={onClose}
      title={
        <>
          Edit “<OutsideText text={subject.name} />”
        </>
      }
    >
      {(guard) =>
        preset ? (
          <KeyForm snapshot={snapshot} preset={preset} original={subject} {...guard} onSaved={onClose} />
        ) : (
          <>
            <DialogBody>
              <FailureNote failure={{ kind: 'presetNotFound' }} />
            </DialogBody>
            <DialogFoot>
              <Button onClick={onClose}>Close</Button>
            </DialogFoot>
          </>
        )
      }
    </GuardedDialog>
  );
}
