import { type ReactNode, useState } from 'react';
import type { FailureView, KeyView } from '#contract/view';
import { commandRotationSteps, removeOldWords, rotationSteps } from '#contract/words/rotation-words';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { RotateByHandDialog } from './RotateByHandDialog.tsx';
import styles from './RotateDialog.module.css';
import { useRotatedPreset } from './use-rotated-preset.ts';
import { useTry } from './use-try.ts';

interface RotateDialogProps {
  readonly subject: KeyView;
  readonly onClose: () => void;
}

/** The way to a new secret: by the provider's API, or by hand where there is none or it does not work. */
export function RotateDialog({ subject, onClose }: RotateDialogProps): ReactNode {
  const [isByHand, setByHand] = useState(subject.offers.rotate === 'guided');
  const preset = useRotatedPreset(subject);
  if (!isByHand || preset === undefined)
    return <AutomaticDialog subject={subject} onByHand={() => setByHand(true)} onClose={onClose} />;
  return <RotateByHandDialog subject={subject} preset={preset} onClose={onClose} />;
}

/** Explains a rotation before it begins. Once it failed, the way by hand stands beside it. */
function AutomaticDialog(props: RotateDialogProps & { readonly onByHand: () => void }): ReactNode {
  const { subject, onByHand, onClose } = props;
  const isByCommand = subject.keyKind === 'exec';
  const attempt = useTry();
  const { toasts } = useServices();
  const [hasFailed, setFailed] = useState(subject.rotation !== null);
  const run = async (): Promise<FailureView | null> => {
    const failure = await attempt('keys.rotate', { keyId: subject.id });
    setFailed(failure !== null);
    return failure;
  };
  return (
    <ConfirmDialog
      title={
        <>
          Rotate the secret of “<OutsideText text={subject.name} />
          ”?
        </>
      }
      tone="primary"
      confirm="Rotate secret"
      aside={
        hasFailed &&
        !isByCommand && (
          <Button tone="quiet" onClick={onByHand}>
            Rotate by hand…
          </Button>
        )
      }
      run={run}
      onDone={() =>
        toasts.show({ tone: 'done', title: 'The new secret is in use', whatToDo: `Key ${subject.name}` })
      }
      onClose={onClose}
    >
      <ol className={styles['steps']}>
        {(isByCommand ? commandRotationSteps : rotationSteps(subject.providerName)).map((step) => (
          <li key={step}>
            <OutsideText text={step} />
          </li>
        ))}
      </ol>
    </ConfirmDialog>
  );
}

/** Asks before the way back is cut off. */
export function RemoveOldSecretDialog({ subject, onClose }: RotateDialogProps): ReactNode {
  const attempt = useTry();
  return (
    <ConfirmDialog
      title={removeOldWords.title}
      confirm={removeOldWords.confirm}
      run={() => attempt('keys.endRotation', { keyId: subject.id, how: 'removeOld' })}
      onClose={onClose}
    >
      <p>{removeOldWords.text}</p>
    </ConfirmDialog>
  );
}
