import type { ReactNode } from 'react';
import { importWords } from '#contract/words/import-words';
import type { OpenDialog, OpenDialogFn } from '../../state/open-dialog.ts';
import { useImport } from '../../state/use-import.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import styles from './FileDrop.module.css';
import { useFileDrop } from './use-file-drop.ts';

interface FileDropProps {
  readonly dialog: OpenDialog | null;
  readonly onOpen: OpenDialogFn;
}

/** Imports from a file that is dropped on the window, unless a dialog is open in which something may have been entered. */
export function FileDrop({ dialog, onOpen }: FileDropProps): ReactNode {
  const { readText } = useImport(onOpen);
  const isFree = dialog === null || (dialog.kind === 'import' && dialog.preview === null);
  const hovers = useFileDrop(isFree ? readText : null);
  if (!hovers) return null;
  return (
    // In the top layer, so that it is seen above a dialog as well. Only a pointer drags, so only eyes need it.
    <div
      ref={(element) => element?.showPopover()}
      popover="manual"
      aria-hidden="true"
      className={styles['drop']}
    >
      <p className={styles['words']}>
        <Glyph name="import" />
        {importWords.dropNow}
      </p>
    </div>
  );
}
