import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { summaryParts } from '#contract/words/key-words';
import { refreshProgressWords } from '#contract/words/refresh-words';
import { useNow } from '../../state/use-now.ts';
import { Bar } from '../../ui/Bar.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Header.module.css';
import { useRefreshAll } from './use-refresh-all.ts';

/** How the keys are in one line, and the way to renew them all; while that runs, how far it is. */
export function Summary({ keys, vault }: Pick<Snapshot, 'keys' | 'vault'>): ReactNode {
  // The summary counts days, so an hour is fine enough.
  const hour = useNow((nowMs) => Math.floor(nowMs / 3_600_000));
  const { isRunning, progress, start } = useRefreshAll();
  const isLocked = vault.state === 'locked';
  return (
    <div className={styles['summary']}>
      <p>
        {isLocked
          ? 'Locked'
          : isRunning
            ? refreshProgressWords(progress)
            : summaryParts(keys, hour * 3_600_000).map(({ words, urgent }, index) => (
                <span key={words}>
                  {index > 0 && ' · '}
                  <span className={urgent ? styles['urgent'] : undefined}>{words}</span>
                </span>
              ))}
      </p>
      {isRunning && (
        <span className={styles['progress']}>
          <Bar aria-label="Refreshing all keys" done={progress?.done ?? 0} all={progress?.all ?? 1} />
        </span>
      )}
      {!isLocked && keys.length > 0 && (
        <IconButton icon="refresh" label="Refresh all" aria-busy={isRunning || undefined} onClick={start} />
      )}
    </div>
  );
}
