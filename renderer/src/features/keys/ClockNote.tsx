import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { clockWarning } from '#contract/words/refresh-words';
import { Note } from '../../ui/Note.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './KeyList.module.css';

/** One line above the list while clocks differ: a wrong clock here concerns all keys, so it is not said in each row. */
export function ClockNote({ keys }: { readonly keys: readonly KeyView[] }): ReactNode {
  const words = clockWarning(keys);
  return (
    <div role="status" className={styles['clock']}>
      {words !== null && (
        <Note icon="clock" tone="warning">
          <OutsideText text={words} />
        </Note>
      )}
    </div>
  );
}
