import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import type { OpenDialog, OpenDialogFn } from '../state/open-dialog.ts';
import { ActivityDialog } from './activity/ActivityDialog.tsx';
import { BackupsDialog } from './backups/BackupsDialog.tsx';
import { DetailsDialog } from './details/DetailsDialog.tsx';
import { ExportDialog } from './export/ExportDialog.tsx';
import { RestoreDialog } from './export/RestoreDialog.tsx';
import { HealthDialog } from './health/HealthDialog.tsx';
import { ImportDialog } from './import/ImportDialog.tsx';
import { InboxDialog } from './inbox/InboxDialog.tsx';
import { AddKeyDialog } from './key-form/AddKeyDialog.tsx';
import { EditKeyDialog } from './key-form/EditKeyDialog.tsx';
import { DeleteDialog } from './keys/DeleteDialog.tsx';
import { RevokeDialog } from './keys/RevokeDialog.tsx';
import { RemoveOldSecretDialog, RotateDialog } from './keys/RotateDialog.tsx';
import { SignInDialog } from './keys/SignInDialog.tsx';
import { ProtectionDialog } from './protection/ProtectionDialog.tsx';
import { SettingsDialog } from './settings/SettingsDialog.tsx';

interface DialogsProps {
  readonly dialog: OpenDialog | null;
  readonly snapshot: Snapshot;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** The one dialog that is open. Closing unmounts it, and with it everything that was typed. */
export function Dialogs({ dialog, snapshot, onOpen, onClose }: DialogsProps): ReactNode {
  if (dialog === null) return null;
  switch (dialog.kind) {
    case 'add':
      return (
        <AddKeyDialog snapshot={snapshot} startWith={dialog.presetId} onOpen={onOpen} onClose={onClose} />
      );
    case 'import':
      return (
        <ImportDialog
          key={dialog.preview?.importId}
          preview={dialog.preview}
          snapshot={snapshot}
          onOpen={onOpen}
          onClose={onClose}
        />
      );
    case 'settings':
      return <SettingsDialog settings={snapshot.settings} onOpen={onOpen} onClose={onClose} />;
    case 'protection':
      return (
        <ProtectionDialog
          snapshot={snapshot}
          startWith={dialog.startWith}
          onOpen={onOpen}
          onClose={onClose}
        />
      );
    case 'health':
      return <HealthDialog vault={snapshot.vault} onOpen={onOpen} onClose={onClose} />;
    case 'backups':
      return <BackupsDialog onClose={onClose} />;
    case 'export':
      return <ExportDialog onClose={onClose} />;
    case 'restore':
      return <RestoreDialog onClose={onClose} />;
    case 'inbox':
      return <InboxDialog snapshot={snapshot} onOpen={onOpen} onClose={onClose} />;
    case 'activity':
      return <ActivityDialog keyId={dialog.keyId} keys={snapshot.keys} onClose={onClose} />;
    default:
      return <KeyDialog dialog={dialog} snapshot={snapshot} onOpen={onOpen} onClose={onClose} />;
  }
}

interface KeyDialogProps extends Omit<DialogsProps, 'dialog'> {
  readonly dialog: Extract<OpenDialog, { readonly keyId: string }>;
}

/** A dialog about one key; gone with it. */
function KeyDialog({ dialog, snapshot, onOpen, onClose }: KeyDialogProps): ReactNode {
  const subject = snapshot.keys.find((key) => key.id === dialog.keyId);
  if (subject === undefined) return null;
  switch (dialog.kind) {
    case 'edit':
      return <EditKeyDialog key={subject.id} subject={subject} snapshot={snapshot} onClose={onClose} />;
    case 'delete':
      return <DeleteDialog subject={subject} presets={snapshot.presets} onClose={onClose} />;
    case 'details':
      return (
        <DetailsDialog subject={subject} settings={snapshot.settings} onOpen={onOpen} onClose={onClose} />
      );
    case 'signIn':
      return <SignInDialog subject={subject} onClose={onClose} />;
    case 'revoke':
      return <RevokeDialog subject={subject} onClose={onClose} />;
    case 'rotate':
      return <RotateDialog subject={subject} onClose={onClose} />;
    case 'removeOldSecret':
      return <RemoveOldSecretDialog subject={subject} onClose={onClose} />;
  }
}
