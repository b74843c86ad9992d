import { type ReactNode, useState } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { KeyRow } from './KeyRow.tsx';
import styles from './KeyTable.module.css';
import { SortHeader } from './SortHeader.tsx';
import { nextSort, type Sort, type SortColumn, sortKeys } from './sort-keys.ts';

const columns: readonly (readonly [SortColumn, string])[] = [
  ['name', 'Name'],
  ['description', 'Description'],
  ['provider', 'Provider'],
  ['clientId', 'Client ID'],
  ['token', 'Token'],
  ['keyExpiry', 'Key expires'],
  ['createdAt', 'Created at'],
];

interface KeyTableProps {
  readonly keys: readonly KeyView[];
  readonly presets: readonly PresetView[];
  readonly rotateAfterDays: number | null;
  readonly onOpen: OpenDialogFn;
}

/** A real table, whose cells CSS lays out in one, two or more lines a row as the window's width allows. */
export function KeyTable({ keys, presets, rotateAfterDays, onOpen }: KeyTableProps): ReactNode {
  const [sort, setSort] = useState<Sort | null>(null);
  const byLabel = columns.find(([column]) => column === sort?.column)?.[1];
  const order = sort === null ? 'what breaks first' : `${byLabel}, ${sort.direction}`;

  return (
    <table className={styles['table']}>
      <caption>
        <VisuallyHidden>API keys, sorted by {order}</VisuallyHidden>
      </caption>
      <thead>
        <tr className={styles['head']}>
          {columns.map(([column, label]) => (
            <SortHeader
              key={column}
              column={column}
              label={label}
              sort={sort}
              onSort={(pressed) => setSort(nextSort(sort, pressed))}
            />
          ))}
          <th scope="col" className={styles['secret']}>
            Secret
          </th>
          <th scope="col" className={styles['actions']}>
            <VisuallyHidden>Actions</VisuallyHidden>
          </th>
        </tr>
      </thead>
      {sortKeys(keys, sort).map((key) => (
        <KeyRow
          key={key.id}
          subject={key}
          preset={presets.find(({ id }) => id === key.presetId)}
          rotateAfterDays={rotateAfterDays}
          onOpen={onOpen}
        />
      ))}
    </table>
  );
}
