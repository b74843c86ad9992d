import { type ReactNode, useState } from 'react';
import type { RotationView } from '#contract/key-actions-view';
import type { KeyView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import { rotationEndedWords, rotationWords } from '#contract/words/rotation-words';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './RowLines.module.css';

interface RotationLineProps {
  readonly subject: KeyView;
  readonly rotation: RotationView;
  readonly onOpen: OpenDialogFn;
}

/** A rotation that was begun: what is in use, what becomes of the old secret, and the ways on from here. */
export function RotationLine({ subject, rotation, onOpen }: RotationLineProps): ReactNode {
  const words = useNow((nowMs) => rotationWords(rotation, subject.providerName, nowMs));
  const failure = rotation.failure && failureWords(rotation.failure, 'test');
  const overlaps = rotation.state === 'overlap';
  return (
    <div className={`${styles['notice']} ${failure ? '' : styles['calm']}`}>
      {failure || overlaps ? <Glyph name={failure ? 'warning' : 'rotate'} /> : <Spinner />}
      <p className={styles['grow']}>
        <strong className={styles['title']}>
          <OutsideText text={words} />
        </strong>
        {failure && (
          <>
            {' '}
            <OutsideText text={`${failure.title} ${failure.whatToDo}`} />
          </>
        )}
      </p>
      {overlaps && <OverlapButtons subject={subject} onOpen={onOpen} />}
      {rotation.state === 'creating' && failure && <StuckButtons subject={subject} onOpen={onOpen} />}
    </div>
  );
}

/** Ends a rotation without deleting anything, and says what is left to do at the provider. */
function useEnd({ id: keyId, providerName }: KeyView) {
  const ask = useAsk();
  const { toasts } = useServices();
  const [busy, setBusy] = useState<keyof typeof rotationEndedWords | null>(null);
  const end = async (how: keyof typeof rotationEndedWords): Promise<void> => {
    setBusy(how);
    const ended = await ask('keys.endRotation', { keyId, how: how === 'undo' ? 'undo' : 'keepOld' });
    setBusy(null);
    if (ended !== null) toasts.show({ tone: 'done', ...rotationEndedWords[how](providerName) });
  };
  return { busy, end };
}

type ButtonsProps = Omit<RotationLineProps, 'rotation'>;

/** While both secrets work. */
function OverlapButtons({ subject, onOpen }: ButtonsProps): ReactNode {
  const { busy, end } = useEnd(subject);
  const name = visibleText(subject.name);
  return (
    <span className={styles['buttons']}>
      <Button
        title="Deletes the old secret at the provider"
        aria-label={`Delete the old secret of ${name} now`}
        onClick={() => onOpen({ kind: 'removeOldSecret', keyId: subject.id })}
      >
        Delete now
      </Button>
      <Button
        title="Both secrets go on working; nothing is deleted"
        aria-label={`Keep the old secret of ${name}`}
        busy={busy === 'keepOld'}
        onClick={() => void end('keepOld')}
      >
        Keep old
      </Button>
      <Button
        title="Uses the old secret again; the new one stays at the provider"
        aria-label={`Undo the rotation of ${name}`}
        busy={busy === 'undo'}
        onClick={() => void end('undo')}
      >
        Undo
      </Button>
    </span>
  );
}

/** After a new secret could not be made or did not pass its test. */
function StuckButtons({ subject, onOpen }: ButtonsProps): ReactNode {
  const { busy, end } = useEnd(subject);
  const name = visibleText(subject.name);
  return (
    <span className={styles['buttons']}>
      <Button
        aria-label={`Rotate again: ${name}`}
        onClick={() => onOpen({ kind: 'rotate', keyId: subject.id })}
      >
        Try again…
      </Button>
      <Button
        title="The old secret stays in use"
        aria-label={`Give up the rotation of ${name}`}
        busy={busy === 'giveUp'}
        onClick={() => void end('giveUp')}
      >
        Give up
      </Button>
    </span>
  );
}
