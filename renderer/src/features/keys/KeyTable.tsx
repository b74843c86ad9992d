import { type CSSProperties, type ReactNode, useState, useSyncExternalStore } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { KeyRow } from './KeyRow.tsx';
import styles from './KeyTable.module.css';
import { SortHeader } from './SortHeader.tsx';
import { nextSort, type Sort, type SortColumn, sortKeys } from './sort-keys.ts';
import { useGrowingList } from './use-growing-list.ts';

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
  const { shownKey } = useServices();
  const shown = useSyncExternalStore(shownKey.subscribe, shownKey.current);
  const sorted = sortKeys(keys, sort);
  const { count, endRef } = useGrowingList(
    sorted.length,
    shown === null ? -1 : sorted.findIndex(({ id }) => id === shown.keyId),
  );
  const byLabel = columns.find(([column]) => column === sort?.column)?.[1];
  const order = sort === null ? 'what breaks first' : `${byLabel}, ${sort.direction}`;

  return (
    <table className={styles['table']} aria-rowcount={sorted.length + 1}>
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
      {sorted.slice(0, count).map((key) => (
        <KeyRow
          key={key.id}
          subject={key}
          preset={presets.find(({ id }) => id === key.presetId)}
          rotateAfterDays={rotateAfterDays}
          onOpen={onOpen}
        />
      ))}
      {count < sorted.length && (
        <tbody
          ref={endRef}
          className={styles['end']}
          style={{ '--rows': sorted.length - count } as CSSProperties}
        />
      )}
    </table>
  );
}
