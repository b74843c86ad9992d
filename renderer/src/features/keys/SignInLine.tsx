import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { signInWords } from '#contract/words/sign-in-words';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './RowLines.module.css';

interface SignInLineProps {
  readonly subject: KeyView;
  readonly onOpen: OpenDialogFn;
}

/** A sign-in that was begun and waits, with the way back to its code. */
export function SignInLine({ subject, onOpen }: SignInLineProps): ReactNode {
  return (
    <div className={`${styles['notice']} ${styles['calm']}`}>
      <Spinner />
      <p className={styles['grow']}>{signInWords.pending}</p>
      <span className={styles['buttons']}>
        <Button
          aria-label={`Show the code for ${visibleText(subject.name)}`}
          onClick={() => onOpen({ kind: 'signIn', keyId: subject.id })}
        >
          Show the code
        </Button>
      </span>
    </div>
  );
}
