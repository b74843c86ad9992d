import type { ReactNode } from 'react';
import type { FailureView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import styles from './FailureNote.module.css';
import { Glyph } from './Glyph.tsx';
import { OutsideText } from './OutsideText.tsx';

/** A failure inside a dialog: what happened and what to do. Read out when it appears. */
export function FailureNote({ failure }: { readonly failure: FailureView }): ReactNode {
  const words = failureWords(failure);
  return (
    <div role="alert" className={styles['note']}>
      <Glyph name="warning" />
      <p>
        <strong>
          <OutsideText text={words.title} />
        </strong>{' '}
        <OutsideText text={words.whatToDo} />
      </p>
    </div>
  );
}
