import { type ReactNode, useRef } from 'react';
import type { RestoreChoice } from '#contract/restore-view';
import { restoreWords } from '#contract/words/restore-words';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useWipeSecrets } from '../key-form/use-key-form.ts';
import { focusInput, readSecret, secretNames, wipeSecret } from '../protection/secret-form.ts';
import { FileLine } from './FileLine.tsx';
import { RestorePreviewForm } from './RestorePreviewForm.tsx';
import { type Restore, useRestore } from './use-restore.ts';

/** Restores keys from an exported file: choose it, open it, look at what is in it, then decide. */
export function RestoreDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const restore = useRestore(onClose);
  const { choice, preview, busy } = restore;
  const step = preview !== null ? 'preview' : choice?.isEncrypted ? 'passphrase' : 'choose';
  return (
    <Dialog
      // Each step has a control of its own to begin with.
      key={step}
      size={step === 'preview' ? 'large' : 'small'}
      title={restoreWords.title}
      onDismiss={() => busy || onClose()}
    >
      {step === 'choose' && <ChooseFile restore={restore} onClose={onClose} />}
      {step === 'passphrase' && choice && <OpenFile restore={restore} choice={choice} onClose={onClose} />}
      {preview && choice && (
        <RestorePreviewForm restore={restore} preview={preview} choice={choice} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface StepProps {
  readonly restore: Restore;
  readonly onClose: () => void;
}

function ChooseFile({ restore, onClose }: StepProps): ReactNode {
  return (
    <>
      <DialogBody>
        <p>{restoreWords.text}</p>
        {restore.failure && <FailureNote failure={restore.failure} />}
      </DialogBody>
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="primary" icon="file" data-autofocus busy={restore.busy} onClick={restore.choose}>
          {restoreWords.choose}
        </Button>
      </DialogFoot>
    </>
  );
}

function OpenFile({ restore, choice, onClose }: StepProps & { readonly choice: RestoreChoice }): ReactNode {
  const formRef = useRef<HTMLFormElement>(null);
  useWipeSecrets(formRef);
  const submit = async (): Promise<void> => {
    const passphrase = readSecret(formRef.current, secretNames.current);
    if (passphrase === '' || restore.busy) return focusInput(formRef.current, secretNames.current);
    wipeSecret(formRef.current, secretNames.current);
    if (!(await restore.open(passphrase))) focusInput(formRef.current, secretNames.current);
  };
  return (
    <DialogForm formRef={formRef} onSubmit={() => void submit()}>
      <DialogBody>
        <FileLine choice={choice} />
        <PassphraseField name={secretNames.current} label={restoreWords.passphrase} autoFocus />
        {restore.failure && <FailureNote failure={restore.failure} />}
        {restore.busy && <Waiting words={restoreWords.opening} />}
      </DialogBody>
      <DialogFoot
        aside={
          <Button tone="quiet" disabled={restore.busy} onClick={restore.choose}>
            {restoreWords.another}
          </Button>
        }
      >
        <Button disabled={restore.busy} onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" tone="primary" busy={restore.busy}>
          {restoreWords.next}
        </Button>
      </DialogFoot>
    </DialogForm>
  );
}
