import { type ReactNode, useState } from 'react';
import type { FailureView, KeyView, PresetView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import { needsUser } from '#contract/words/key-words';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useRefresh } from '../../state/use-refresh.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { FixButtons } from './FixButtons.tsx';
import styles from './RowLines.module.css';

/** What stands below a row: the last failure; a key that waits for its user without one has expired. */
export function rowFailure({ token }: KeyView): FailureView | null {
  return token.failure ?? (token.state === 'needsYou' ? { kind: 'keyExpired' } : null);
}

interface FailureLineProps {
  readonly subject: KeyView;
  readonly preset: PresetView | undefined;
  readonly onOpen: OpenDialogFn;
}

/** Why a key does not work, what to do, and the way to do it. */
export function FailureLine({ subject, preset, onOpen }: FailureLineProps): ReactNode {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const failure = rowFailure(subject);
  if (failure === null) return null;

  const words = failureWords(failure);
  const urgent = needsUser(subject);
  const name = visibleText(subject.name);
  const signInHelps = failure.kind === 'signInNeeded' && subject.offers.signIn;
  const canRetry = failure.kind !== 'keyExpired' && !signInHelps;
  const retry = async (): Promise<void> => {
    setBusy(true);
    await refresh(subject.id);
    setBusy(false);
  };

  return (
    <div className={`${styles['notice']} ${urgent ? styles['urgent'] : ''}`}>
      <Glyph name="warning" />
      <p className={styles['grow']}>
        <strong className={styles['title']}>
          <OutsideText text={words.title} />
        </strong>{' '}
        <OutsideText text={words.whatToDo} />
      </p>
      <span className={styles['buttons']}>
        {(urgent || signInHelps) && <FixButtons subject={subject} preset={preset} onOpen={onOpen} />}
        {canRetry && (
          <Button icon="refresh" aria-label={`Try again: ${name}`} busy={busy} onClick={() => void retry()}>
            Try again
          </Button>
        )}
      </span>
    </div>
  );
}
