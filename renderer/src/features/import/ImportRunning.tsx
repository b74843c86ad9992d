import { type ReactNode, useEffect, useState } from 'react';
import type { ImportProgress } from '#contract/import-view';
import { importWords, progressWords } from '#contract/words/import-words';
import { useServices } from '../../state/services.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import styles from './ImportPreview.module.css';

/** While the keys are stored. */
export function ImportRunning({ importId }: { readonly importId: string }): ReactNode {
  const { bridge } = useServices();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  useEffect(
    () =>
      bridge.on('importProgress', (news) => {
        if (news.importId === importId) setProgress(news);
      }),
    [bridge, importId],
  );
  return (
    <div className={styles['running']}>
      <ProgressBar
        label={importWords.importing}
        done={progress?.done ?? 0}
        all={progress?.all ?? 0}
        words={progress === null ? '' : progressWords(progress.done, progress.all)}
      />
    </div>
  );
}
