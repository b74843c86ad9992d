import { type ReactNode, useState } from 'react';
import type { RotationView } from '#contract/key-actions-view';
import type { KeyView } from '#contract/view';
import { failureWords } from '#contract/words/failure-words';
import { rotationWords } from '#contract/words/rotation-words';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
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

/** A rotation that was begun: what is in use, what becomes of the old secret, and the ways to end it. */
export function RotationLine({ subject, rotation, onOpen }: RotationLineProps): ReactNode {
  const words = useNow((nowMs) => rotationWords(rotation, subject.providerName, nowMs));
  const failure = rotation.failure && failureWords(rotation.failure);
  return (
    <div className={`${styles['notice']} ${failure ? '' : styles['calm']}`}>
      {rotation.state === 'overlap' ? <Glyph name={failure ? 'warning' : 'rotate'} /> : <Spinner />}
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
      {rotation.state === 'overlap' && <EndButtons subject={subject} onOpen={onOpen} />}
    </div>
  );
}

function EndButtons({ subject, onOpen }: Pick<RotationLineProps, 'subject' | 'onOpen'>): ReactNode {
  const ask = useAsk();
  const [busy, setBusy] = useState<'keepOld' | 'undo' | null>(null);
  const keyId = subject.id;
  const name = visibleText(subject.name);
  const end = async (how: 'keepOld' | 'undo'): Promise<void> => {
    setBusy(how);
    await ask('keys.endRotation', { keyId, how });
    setBusy(null);
  };
  return (
    <span className={styles['buttons']}>
      <Button
        title="Deletes the old secret at the provider"
        aria-label={`Delete the old secret of ${name} now`}
        onClick={() => onOpen({ kind: 'removeOldSecret', keyId })}
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
        title="Uses the old secret again"
        aria-label={`Undo the rotation of ${name}`}
        busy={busy === 'undo'}
        onClick={() => void end('undo')}
      >
        Undo
      </Button>
    </span>
  );
}
