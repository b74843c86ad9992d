import type { ReactNode } from 'react';
import { unlockWords, waitWords } from '#contract/words/trust-words';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { secretNames } from '../protection/secret-form.ts';
import styles from './Unlock.module.css';
import type { Unlock } from './use-unlock.ts';

/** The one field for the chosen way in, and what came of the last try. */
export function UnlockFields({ unlock }: { readonly unlock: Unlock }): ReactNode {
  const { way, error, failure, waitS, busy } = unlock;
  const isRecovery = way === 'recovery';
  return (
    <>
      <PassphraseField
        // Another way has an input of its own, so that nothing typed for one is sent as the other.
        key={way}
        name={secretNames.wayIn}
        label={isRecovery ? unlockWords.recoveryCode : unlockWords.passphrase}
        help={isRecovery ? unlockWords.recoveryHelp : undefined}
        error={error}
        isShownAtFirst={isRecovery}
        autoFocus
      />
      <UnlockOutcome failure={failure} waitS={waitS} />
      <VisuallyHidden>
        <span role="status">{busy !== null && unlockWords.working}</span>
      </VisuallyHidden>
    </>
  );
}

/** Why the last try failed, and how long no other one is heard. The seconds are shown, not announced. */
export function UnlockOutcome({ failure, waitS }: Pick<Unlock, 'failure' | 'waitS'>): ReactNode {
  // The countdown below says when; the words of the failure would stand still.
  const { retryAfterMs: _, ...told } = failure ?? { kind: 'wrongPassphrase' as const };
  return (
    <>
      {failure && <FailureNote failure={told} />}
      {waitS > 0 && (
        <p role="timer" aria-live="off" className={styles['wait']}>
          {waitWords(waitS)}
        </p>
      )}
    </>
  );
}
