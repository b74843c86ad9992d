import { useState } from 'react';
import { filterFrom } from '../keys/filter-keys.ts';
import type { PreviewRow } from './use-import-preview.ts';

/** Narrows the rows to those that hold every word. */
export interface RowFilter {
  readonly isOffered: boolean;
  readonly text: string;
  readonly set: (text: string) => void;
  readonly shows: (row: PreviewRow) => boolean;
}

/** A filter over what was read; a row that cannot be imported as it is stays in view. */
export function useRowFilter(rows: readonly PreviewRow[]): RowFilter {
  const [text, set] = useState('');
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return {
    isOffered: rows.length >= filterFrom || text !== '',
    text,
    set,
    shows: ({ row, state, preset, host }) => {
      if (words.length === 0 || Object.keys(state.errors).length > 0) return true;
      const values = [row.name, row.source, preset.name, host ?? '', ...Object.values(row.fields)];
      const found = values.join('\n').toLocaleLowerCase();
      return words.every((word) => found.includes(word));
    },
  };
}
