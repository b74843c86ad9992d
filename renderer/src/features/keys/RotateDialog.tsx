import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { removeOldWords, rotationSteps } from '#contract/words/rotation-words';
import { useServices } from '../../state/services.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './RotateDialog.module.css';
import { useTry } from './use-try.ts';

interface RotateDialogProps {
  readonly subject: KeyView;
  readonly onClose: () => void;
}

/** Explains a rotation before it begins. */
export function RotateDialog({ subject, onClose }: RotateDialogProps): ReactNode {
  const attempt = useTry();
  const { toasts } = useServices();
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
      run={() => attempt('keys.rotate', { keyId: subject.id })}
      onDone={() =>
        toasts.show({ tone: 'done', title: 'The new secret is in use', whatToDo: `Key ${subject.name}` })
      }
      onClose={onClose}
    >
      <ol className={styles['steps']}>
        {rotationSteps(subject.providerName).map((step) => (
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
