import type { ReactNode } from 'react';
import { importButton, importWords } from '#contract/words/import-words';
import { Button } from '../../ui/Button.tsx';
import { DialogFoot } from '../../ui/Dialog.tsx';
import { allAllowed } from './hosts-to-allow.ts';
import styles from './ImportPreview.module.css';
import type { PreviewState } from './use-import-preview.ts';

interface PreviewFootProps {
  readonly state: PreviewState;
  readonly onClose: () => void;
}

/** Stores what was selected, once nothing stands against it; else says what. */
export function PreviewFoot({ state, onClose }: PreviewFootProps): ReactNode {
  const { rows, allowed, running, imported, commit } = state;
  const chosen = rows.filter((row) => row.state.ticked).length;
  const mayGo = chosen > 0 && allAllowed(rows, allowed);
  const hint = running ? '' : hintWords(chosen, mayGo, imported === null);
  return (
    <DialogFoot aside={<p className={styles['hint']}>{hint}</p>}>
      <Button disabled={running} onClick={onClose}>
        {imported === null ? 'Cancel' : 'Close'}
      </Button>
      <Button tone="primary" busy={running} disabled={!mayGo} onClick={commit}>
        {importButton(chosen)}
      </Button>
    </DialogFoot>
  );
}

function hintWords(chosen: number, mayGo: boolean, isFirst: boolean): string {
  if (chosen === 0) return importWords.noneTicked;
  if (!mayGo) return importWords.allowFirst;
  return isFirst ? importWords.nothingYet : '';
}
