import type { ReactNode } from 'react';
import type { FailureView } from '#contract/view';
import { type FailurePlace, failureWords } from '#contract/words/failure-words';
import styles from './FailureNote.module.css';
import { Glyph } from './Glyph.tsx';
import { OutsideText } from './OutsideText.tsx';

interface FailureNoteProps {
  readonly failure: FailureView;
  /** Where it happened: a test does not try again by itself. */
  readonly place?: FailurePlace;
  /** More about it, below the words. */
  readonly children?: ReactNode;
}

/** A failure inside a dialog: what happened and what to do. Read out when it appears; a test's by the region that it is in. */
export function FailureNote({ failure, place = 'key', children }: FailureNoteProps): ReactNode {
  const words = failureWords(failure, place);
  return (
    <div role={place === 'test' ? undefined : 'alert'} className={styles['note']}>
      <Glyph name="warning" />
      <div className={styles['words']}>
        <p>
          <strong>
            <OutsideText text={words.title} />
          </strong>{' '}
          <OutsideText text={words.whatToDo} />
        </p>
        {children}
      </div>
    </div>
  );
}
