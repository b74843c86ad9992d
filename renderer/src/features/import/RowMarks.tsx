import type { ReactNode } from 'react';
import { duplicateWords, missingWords, testFirstAllow } from '#contract/words/import-words';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { labelled } from '../key-form/control-names.ts';
import styles from './ImportRow.module.css';
import type { ImportRowProps } from './ImportRowItem.tsx';
import { missingFields } from './missing-fields.ts';

/** What the user should know of a row: why it failed, that it is stored already, what it lacks, what was ignored. */
export function RowMarks(props: ImportRowProps & { readonly blockedBy: string | null }): ReactNode {
  const { row, state, preset, change, blockedBy } = props;
  const missing = missingFields(row, preset);
  return (
    <>
      {state.refusal && <FailureNote failure={labelled(state.refusal, preset)} />}
      {blockedBy !== null && (
        <p role="alert" className={styles['mark']}>
          <Glyph name="warning" />
          <OutsideText text={testFirstAllow(blockedBy)} />
        </p>
      )}
      {row.duplicateOf !== null && (
        <p className={styles['mark']}>
          <Glyph name="copy" />
          <OutsideText text={duplicateWords(row.duplicateOf)} />
        </p>
      )}
      {missing.length > 0 && !state.isOpen && (
        <p className={styles['mark']}>
          <Glyph name="warning" />
          <OutsideText text={missingWords(missing.map(({ label }) => label))} />
          <Button
            tone="quiet"
            onClick={() => change({ kind: 'row', index: row.index, change: { isOpen: true } })}
          >
            Fill in
          </Button>
        </p>
      )}
      {row.notes.map((note) => (
        <p key={note} className={styles['mark']}>
          <Glyph name="warning" />
          <OutsideText text={note} />
        </p>
      ))}
    </>
  );
}
