import type { Dispatch, ReactNode } from 'react';
import { importWords, selectedWords } from '#contract/words/import-words';
import { SearchBox } from '../../ui/SearchBox.tsx';
import styles from './ImportPreview.module.css';
import type { RowChange } from './import-rows.ts';
import type { PreviewRow } from './use-import-preview.ts';
import type { RowFilter } from './use-row-filter.ts';

interface PreviewToolbarProps {
  readonly rows: readonly PreviewRow[];
  readonly filter: RowFilter;
  readonly change: Dispatch<RowChange>;
}

/** Selects all rows that are shown, and narrows them once there are many. Not needed for one. */
export function PreviewToolbar({ rows, filter, change }: PreviewToolbarProps): ReactNode {
  if (rows.length < 2 && !filter.isOffered) return null;
  const shown = rows.filter(filter.shows);
  const ticked = shown.filter(({ state }) => state.ticked).length;
  const all = shown.length > 0 && ticked === shown.length;
  return (
    <div className={styles['toolbar']}>
      <label className={styles['choice']}>
        <input
          type="checkbox"
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = ticked > 0 && !all;
          }}
          onChange={() =>
            change({ kind: 'tick', indexes: new Set(shown.map(({ row }) => row.index)), ticked: !all })
          }
        />
        {importWords.selectAll}
      </label>
      <span role="status" className={styles['muted']}>
        {selectedWords(rows.filter(({ state }) => state.ticked).length, rows.length)}
      </span>
      {filter.isOffered && <SearchBox label="Filter rows" value={filter.text} onChange={filter.set} />}
    </div>
  );
}
