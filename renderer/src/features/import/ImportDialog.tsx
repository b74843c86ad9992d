import type { ReactNode } from 'react';
import type { ImportPreview } from '#contract/import-view';
import type { Snapshot } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { ImportPreviewDialog } from './ImportPreviewDialog.tsx';
import { ImportSource } from './ImportSource.tsx';
import { useForgetOnLeave } from './use-forget-on-leave.ts';

interface ImportDialogProps {
  /** Null: nothing was read yet. */
  readonly preview: ImportPreview | null;
  readonly snapshot: Snapshot;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** Imports keys: says what can be read, shows what was found, and stores what the user chose of it. */
export function ImportDialog({ preview, snapshot, onOpen, onClose }: ImportDialogProps): ReactNode {
  useForgetOnLeave(preview?.importId ?? null);
  return preview === null || preview.rows.length === 0 ? (
    <ImportSource nothingIn={preview} onOpen={onOpen} onCancel={onClose} />
  ) : (
    <ImportPreviewDialog preview={preview} snapshot={snapshot} onClose={onClose} />
  );
}
