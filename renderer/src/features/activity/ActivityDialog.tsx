import { type ReactNode, useState } from 'react';
import type { KeyView } from '#contract/view';
import { exportedWords } from '#contract/words/settings-words';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import input from '../../ui/Input.module.css';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './Activity.module.css';
import { ActivityList } from './ActivityList.tsx';
import { activityGroups } from './activity-kinds.ts';
import { type Activity, useActivity } from './use-activity.ts';

interface ActivityDialogProps {
  /** Null: of all keys. */
  readonly keyId: string | null;
  readonly keys: readonly KeyView[];
  readonly onClose: () => void;
}

/** What happened to keys and tokens, the newest first. */
export function ActivityDialog({ keyId, keys, onClose }: ActivityDialogProps): ReactNode {
  const [search, setSearch] = useState('');
  const [groupId, setGroupId] = useState('all');
  const group = activityGroups.find(({ id }) => id === groupId);
  const activity = useActivity({ search, keyId, kinds: group?.kinds ?? null });
  const name = keys.find(({ id }) => id === keyId)?.name;
  const isFiltered = search !== '' || groupId !== 'all';

  return (
    <Dialog
      size="large"
      onDismiss={onClose}
      title={
        name === undefined ? (
          'Activity'
        ) : (
          <>
            Activity of <OutsideText text={name} />
          </>
        )
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: React asks the document whether it knows <search>; not all do */}
      <div role="search" className={styles['bar']}>
        <SearchBox label="Search activity" value={search} onChange={setSearch} autoFocus />
        <select
          className={`${input['input']} ${styles['kinds']}`}
          aria-label="Show"
          value={groupId}
          onChange={({ target }) => setGroupId(target.value)}
        >
          {activityGroups.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={styles['body']} tabIndex={0} aria-label="Activity">
        <Found activity={activity} isOfOneKey={keyId !== null} isFiltered={isFiltered} />
      </section>
      <DialogFoot aside={<ExportButtons />}>
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}

interface FoundProps {
  readonly activity: Activity;
  readonly isOfOneKey: boolean;
  readonly isFiltered: boolean;
}

/** The lines, or why there are none. */
function Found({ activity, isOfOneKey, isFiltered }: FoundProps): ReactNode {
  const { state, isLoadingMore, moreFailure, loadMore, reload } = activity;
  if (state.status === 'loading') {
    return (
      <p role="status" className={styles['waiting']}>
        <Spinner /> Reading…
      </p>
    );
  }
  if (state.status === 'failed') {
    return (
      <div className={styles['failed']}>
        <FailureNote failure={state.failure} />
        <Button icon="refresh" onClick={reload}>
          Try again
        </Button>
      </div>
    );
  }
  const { events, hasMore } = state.page;
  if (events.length === 0) {
    return (
      <CenterPanel
        inDialog
        role="status"
        icon={isFiltered ? 'search' : 'history'}
        title={isFiltered ? 'Nothing matches' : 'Nothing happened yet'}
        text={
          isFiltered
            ? 'The key’s name, what happened and failures are searched.'
            : 'What happens to keys and tokens is noted here, without any secret.'
        }
      />
    );
  }
  return (
    <>
      <ActivityList events={events} isOfOneKey={isOfOneKey} />
      {moreFailure && <FailureNote failure={moreFailure} />}
      {hasMore && (
        <p className={styles['more']}>
          <Button busy={isLoadingMore} onClick={loadMore}>
            Show older
          </Button>
        </p>
      )}
    </>
  );
}

/** Writes the whole log into a file. */
function ExportButtons(): ReactNode {
  const ask = useAsk();
  const { toasts } = useServices();
  const [busy, setBusy] = useState<'csv' | 'json' | null>(null);
  const write = async (format: 'csv' | 'json'): Promise<void> => {
    setBusy(format);
    const done = await ask('activity.export', { format });
    setBusy(null);
    if (done?.fileName) toasts.show({ tone: 'done', title: exportedWords(done.fileName), whatToDo: '' });
  };
  return (['csv', 'json'] as const).map((format) => (
    <Button key={format} icon="export" busy={busy === format} onClick={() => void write(format)}>
      Export {format.toUpperCase()}…
    </Button>
  ));
}
