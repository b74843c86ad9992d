import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import type { OpenDialog, OpenDialogFn } from '../state/open-dialog.ts';
import { AddKeyDialog } from './key-form/AddKeyDialog.tsx';
import { EditKeyDialog } from './key-form/EditKeyDialog.tsx';
import { DeleteDialog } from './keys/DeleteDialog.tsx';

interface DialogsProps {
  readonly dialog: OpenDialog | null;
  readonly snapshot: Snapshot;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** The one dialog that is open. Closing unmounts it, and with it everything that was typed. */
export function Dialogs({ dialog, snapshot, onOpen, onClose }: DialogsProps): ReactNode {
  if (dialog === null) return null;
  if (dialog.kind === 'add') {
    return <AddKeyDialog snapshot={snapshot} startWith={dialog.presetId} onOpen={onOpen} onClose={onClose} />;
  }
  if (dialog.kind === 'import') return null;
  const subject = snapshot.keys.find((key) => key.id === dialog.keyId);
  if (subject === undefined) return null;
  return dialog.kind === 'edit' ? (
    <EditKeyDialog key={subject.id} subject={subject} snapshot={snapshot} onClose={onClose} />
  ) : (
    <DeleteDialog subject={subject} snapshot={snapshot} onClose={onClose} />
  );
}
