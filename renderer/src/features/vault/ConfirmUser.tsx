import { type ReactNode, useId } from 'react';
import type { FailureView } from '#contract/view';
import { unlockWords } from '#contract/words/trust-words';
import { useSnapshot } from '../../state/use-snapshot.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { UnlockFields } from './UnlockFields.tsx';
import { useUnlock } from './use-unlock.ts';

interface ConfirmUserProps {
  /** They are who they say. */
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** Whether a call waits for the user to show that it is them. */
export function isConfirmFirst({ kind, reason }: FailureView): boolean {
  return kind === 'notAllowed' && reason === 'confirmFirst';
}

/** Asks for the passphrase before a secret is shown or exported. */
export function ConfirmUser({ onConfirmed, onClose }: ConfirmUserProps): ReactNode {
  const textId = useId();
  const state = useSnapshot();
  const vault =
    state.status === 'ready' ? state.snapshot.vault : ({ state: 'locked', detail: '', slots: [] } as const);
  const unlock = useUnlock('vault.confirm', vault, onConfirmed);
  return (
    <Dialog size="small" title={unlockWords.confirmTitle} describedBy={textId} onDismiss={onClose}>
      <DialogForm formRef={unlock.formRef} onSubmit={unlock.submit}>
        <DialogBody>
          <p id={textId}>{unlockWords.confirmText}</p>
          <UnlockFields unlock={unlock} />
        </DialogBody>
        <DialogFoot
          aside={
            unlock.other !== null && (
              <Button tone="quiet" onClick={unlock.useOther}>
                {unlock.other === 'recovery' ? unlockWords.useRecovery : unlockWords.usePassphrase}
              </Button>
            )
          }
        >
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            busy={unlock.busy === 'typed'}
            aria-disabled={unlock.waitS > 0 || undefined}
          >
            {unlockWords.confirm}
          </Button>
        </DialogFoot>
      </DialogForm>
    </Dialog>
  );
}
