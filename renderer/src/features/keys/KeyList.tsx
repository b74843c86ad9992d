import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { Snapshot } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { ClockNote } from './ClockNote.tsx';
import { filterFrom, filterKeys } from './filter-keys.ts';
import styles from './KeyList.module.css';
import { KeyTable } from './KeyTable.tsx';

/** The keys, with a filter once there are many. */
export function KeyList(props: { readonly snapshot: Snapshot; readonly onOpen: OpenDialogFn }): ReactNode {
  const { snapshot, onOpen } = props;
  const { shownKey } = useServices();
  const [filter, setFilter] = useState('');
  const shown = useSyncExternalStore(shownKey.subscribe, shownKey.current);

  // A notification's key must be seen even if the filter hides it.
  useEffect(() => {
    if (shown !== null) setFilter('');
  }, [shown]);

  const hasFilter = snapshot.keys.length >= filterFrom;
  const keys = hasFilter ? filterKeys(snapshot.keys, filter) : snapshot.keys;
  return (
    <>
      <ClockNote keys={snapshot.keys} />
      {hasFilter && (
        // biome-ignore lint/a11y/useSemanticElements: React asks the document whether it knows <search>; not all do
        <div role="search" className={styles['bar']}>
          <SearchBox label="Filter keys" value={filter} onChange={setFilter} />
          <span role="status" className={styles['found']}>
            {filter !== '' && `${keys.length} of ${snapshot.keys.length}`}
          </span>
        </div>
      )}
      {keys.length === 0 ? (
        <div className={styles['nothing']}>
          <CenterPanel
            icon="search"
            title="No key matches"
            text="Name, description, provider and client id are searched."
          >
            <Button onClick={() => setFilter('')}>Show all keys</Button>
          </CenterPanel>
        </div>
      ) : (
        <KeyTable
          keys={keys}
          presets={snapshot.presets}
          rotateAfterDays={snapshot.settings.rotateAfterDays}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
