import type { ReactNode } from 'react';
import type { ImportRow } from '#contract/import-view';
import type { PresetView } from '#contract/view';
import { importWords } from '#contract/words/import-words';
import { visibleText } from '#contract/words/visible-text';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './ImportRow.module.css';

interface FoundLineProps {
  readonly row: ImportRow;
  readonly preset: PresetView;
}

/** Where a key was found and what of it: values that are not secret as they are, secrets only as being there. */
export function FoundLine({ row, preset }: FoundLineProps): ReactNode {
  const labelOf = (id: string): string => preset.fields.find((field) => field.id === id)?.label ?? id;
  return (
    <p className={styles['found']}>
      <OutsideText text={row.source} />
      {Object.entries(row.fields).map(([id, value]) => (
        <span key={id} className={styles['fact']}>
          <OutsideText text={labelOf(id)} />{' '}
          <span className={styles['value']} title={visibleText(value)}>
            <OutsideText text={value} />
          </span>
        </span>
      ))}
      {row.secretFieldIds.map((id) => (
        <span key={id} className={styles['fact']}>
          <OutsideText text={labelOf(id)} /> <span className={styles['secret']}>{importWords.found}</span>
        </span>
      ))}
    </p>
  );
}
