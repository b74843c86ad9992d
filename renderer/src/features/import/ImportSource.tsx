import type { ReactNode } from 'react';
import type { ImportPreview } from '#contract/import-view';
import { importableWords, importWords } from '#contract/words/import-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useImport } from '../../state/use-import.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import styles from './ImportSource.module.css';
import { PasteField } from './PasteField.tsx';
import { Problems } from './Problems.tsx';

interface ImportSourceProps {
  /** What was read before, and held no key. */
  readonly nothingIn: ImportPreview | null;
  readonly onOpen: OpenDialogFn;
  readonly onCancel: () => void;
}

/** First step of an import: where the keys are, and what can be read. */
export function ImportSource({ nothingIn, onOpen, onCancel }: ImportSourceProps): ReactNode {
  const { reading, read, readText } = useImport(onOpen);
  return (
    <Dialog size="large" title={importWords.title} onDismiss={onCancel}>
      <DialogBody>
        {nothingIn && (
          <div role="alert" className={styles['nothing']}>
            <p className={styles['nothingTitle']}>
              <Glyph name="warning" />
              {importWords.nothingFound}
            </p>
            <Problems problems={nothingIn.problems} />
          </div>
        )}
        <div className={styles['ways']}>
          <Button
            tone="primary"
            icon="paste"
            data-autofocus
            busy={reading === 'import.readClipboard'}
            onClick={() => read('import.readClipboard')}
          >
            {importWords.clipboard}
          </Button>
          <Button icon="file" busy={reading === 'import.readFile'} onClick={() => read('import.readFile')}>
            {importWords.file}
          </Button>
        </div>
        <PasteField busy={reading === 'import.readText'} onText={readText} />
        <section className={styles['what']} aria-labelledby="what-can-be-read">
          <h3 id="what-can-be-read" className={styles['heading']}>
            {importWords.whatCan}
          </h3>
          <ul className={styles['list']}>
            {importableWords.map(([what, example]) => (
              <li key={what}>
                <strong>{what}</strong> {example}
              </li>
            ))}
          </ul>
          <p className={styles['drop']}>{importWords.drop}</p>
        </section>
      </DialogBody>
      <DialogFoot>
        <Button onClick={onCancel}>Cancel</Button>
      </DialogFoot>
    </Dialog>
  );
}
