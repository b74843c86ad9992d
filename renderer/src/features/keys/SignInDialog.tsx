import type { ReactNode } from 'react';
import type { SignInView } from '#contract/key-actions-view';
import type { KeyView } from '#contract/view';
import { codeWords, signInHost, signInWords } from '#contract/words/sign-in-words';
import { coarseDuration } from '#contract/words/time-words';
import { useAsk } from '../../state/use-ask.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './SignInDialog.module.css';
import { useSignIn } from './use-sign-in.ts';

interface SignInDialogProps {
  readonly subject: KeyView;
  readonly onClose: () => void;
}

/** Shows the code of a sign-in (RFC 8628) until it was entered at the provider; then closes by itself. */
export function SignInDialog({ subject, onClose }: SignInDialogProps): ReactNode {
  const ask = useAsk();
  const { signIn } = subject;
  const { failure, start, cancel } = useSignIn(subject, onClose);
  const isOver = useNow((nowMs) => signIn !== null && signIn.expiresAtMs <= nowMs);

  return (
    <Dialog
      // Its button is there only with the code, and is then the one to begin with.
      key={signIn === null ? 'asking' : 'code'}
      size="small"
      onDismiss={cancel}
      title={
        <>
          Sign in: <OutsideText text={subject.name} />
        </>
      }
    >
      <div className={styles['body']}>
        {failure && <FailureNote failure={failure} />}
        {!failure && signIn === null && (
          <p role="status" className={styles['waiting']}>
            <Spinner /> {signInWords.asking}
          </p>
        )}
        {!failure && isOver && <p role="status">{signInWords.expired}</p>}
        {!failure && signIn !== null && !isOver && <CodeToEnter signIn={signIn} />}
      </div>
      <DialogFoot>
        <Button onClick={cancel}>Cancel</Button>
        {(failure !== null || isOver) && (
          <Button tone="primary" data-autofocus onClick={start}>
            {signInWords.again}
          </Button>
        )}
        {!failure && signIn !== null && !isOver && (
          <Button
            tone="primary"
            icon="external"
            data-autofocus
            onClick={() => void ask('keys.openSignInPage', { keyId: subject.id })}
          >
            <span>
              Open <OutsideText text={signInHost(signIn.verificationUri)} />
            </span>
          </Button>
        )}
      </DialogFoot>
    </Dialog>
  );
}

function CodeToEnter({ signIn }: { readonly signIn: SignInView }): ReactNode {
  const left = useNow((nowMs) => coarseDuration(signIn.expiresAtMs - nowMs));
  return (
    <>
      <div>
        <p>{signInWords.enter}</p>
        <p className={styles['address']}>
          <OutsideText text={signIn.verificationUri} />
        </p>
      </div>
      <div className={styles['codeBox']}>
        <span className={styles['caption']}>{signInWords.code}</span>
        <code className={styles['code']}>
          <OutsideText text={signIn.userCode} />
        </code>
        <span role="timer" aria-live="off" className={styles['caption']}>
          {codeWords(left)}
        </span>
      </div>
      <p role="status" className={styles['waiting']}>
        <Spinner /> {signInWords.waiting}
      </p>
    </>
  );
}
