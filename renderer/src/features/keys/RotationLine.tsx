import { type ReactNode, useState } from 'react';
import type { RotationView } from '#contract/key-actions-view';
import type { KeyView } from '#contract/view';
import { rotationEndedWords, rotationFailureWords, rotationWords } from '#contract/words/rotation-words';
import { visibleText } from '#contract/words/visible-text';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { RotationPageButton } from './RotationPageButton.tsx';
import styles from './RowLines.module.css';
import { useRotatedPreset } from './use-rotated-preset.ts';

interface RotationLineProps {
  readonly subject: KeyView;
  readonly rotation: RotationView;
  readonly onOpen: OpenDialogFn;
}

/** A rotation that was begun: what is in use, what becomes of the old secret, and the ways on from here. */
export function RotationLine({ subject, rotation, onOpen }: RotationLineProps): ReactNode {
  const words = useNow((nowMs) => rotationWords(rotation, subject.providerName, nowMs));
  const failure = rotationFailureWords(rotation);
  const { kind, state } = rotation;
  const isSwitched = state === 'overlap' || state === 'undone';
  const isRemovedByUser = state === 'undone' || kind === 'guided';
  return (
    <div className={`${styles['notice']} ${failure ? '' : styles['calm']}`}>
      {failure || isSwitched ? <Glyph name={failure ? 'warning' : 'rotate'} /> : <Spinner />}
      <p className={styles['grow']}>
        <strong className={styles['title']}>
          <OutsideText text={words} />
        </strong>
        {failure && (
          <>
            {' '}
            <OutsideText text={failure} />
          </>
        )}
      </p>
      {isSwitched && isRemovedByUser && <DeleteThereButtons subject={subject} state={state} />}
      {isSwitched && !isRemovedByUser && <OverlapButtons subject={subject} onOpen={onOpen} />}
      {state === 'creating' && failure && <StuckButtons subject={subject} onOpen={onOpen} />}
    </div>
  );
}

const callOf = {
  keepOld: 'keepOld',
  giveUp: 'keepOld',
  undo: 'undo',
  redo: 'undo',
  isDeleted: 'removeOld',
} as const satisfies Record<keyof typeof rotationEndedWords, string>;

/** Ends a rotation or puts the other secret in use, and says what is left to do at the provider. */
function useEnd({ id: keyId, providerName }: KeyView) {
  const ask = useAsk();
  const { toasts } = useServices();
  const [busy, setBusy] = useState<keyof typeof callOf | null>(null);
  const end = async (how: keyof typeof callOf): Promise<void> => {
    setBusy(how);
    const ended = await ask('keys.endRotation', { keyId, how: callOf[how] });
    setBusy(null);
    if (ended !== null) toasts.show({ tone: 'done', ...rotationEndedWords[how](providerName) });
  };
  return { busy, end };
}

type ButtonsProps = Omit<RotationLineProps, 'rotation'>;

/** While two secrets work and the user deletes the one that is not in use at the provider. */
function DeleteThereButtons({
  subject,
  state,
}: {
  subject: KeyView;
  state: 'overlap' | 'undone';
}): ReactNode {
  const { busy, end } = useEnd(subject);
  const preset = useRotatedPreset(subject);
  const name = visibleText(subject.name);
  const back = state === 'overlap' ? 'undo' : 'redo';
  const [idle, used] = state === 'overlap' ? ['old', 'new'] : ['new', 'old'];
  return (
    <span className={styles['buttons']}>
      {preset && <RotationPageButton preset={preset} words="Open console" />}
      <Button
        title={`Ends the rotation: Keyfob forgets the ${idle} secret`}
        aria-label={`The ${idle} secret of ${name} is deleted`}
        busy={busy === 'isDeleted'}
        onClick={() => void end('isDeleted')}
      >
        It is deleted
      </Button>
      <Button
        title={`Uses the ${idle} secret in place of the ${used} one, if it still works`}
        aria-label={state === 'overlap' ? `Undo the rotation of ${name}` : `Use the new secret of ${name}`}
        busy={busy === back}
        onClick={() => void end(back)}
      >
        {state === 'overlap' ? 'Undo' : 'Use the new one'}
      </Button>
    </span>
  );
}

/** While both secrets work and Keyfob deletes the old one. */
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
