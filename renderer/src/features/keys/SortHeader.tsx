import type { ReactNode } from 'react';
import cells from './KeyTable.module.css';
import styles from './SortHeader.module.css';
import type { Sort, SortColumn } from './sort-keys.ts';

interface SortHeaderProps {
  readonly column: SortColumn;
  readonly label: string;
  readonly sort: Sort | null;
  readonly onSort: (column: SortColumn) => void;
}

/** A column header that sorts. The arrow is drawn in CSS from `aria-sort`, so the two cannot differ. */
export function SortHeader({ column, label, sort, onSort }: SortHeaderProps): ReactNode {
  return (
    <th
      scope="col"
      className={cells[column]}
      aria-sort={sort?.column === column ? sort.direction : undefined}
    >
      <button type="button" className={styles['sort']} onClick={() => onSort(column)}>
        {label}
      </button>
    </th>
  );
}
