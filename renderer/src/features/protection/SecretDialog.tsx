import { type ReactNode, useId, useRef, useState } from 'react';
import type { FailureView } from '#contract/view';
import { trustQuestions, unlockWords } from '#contract/words/trust-words';
import { useFailure } from '../../state/use-failure.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { DialogForm } from '../../ui/DialogForm.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import { useWipeSecrets } from '../key-form/use-key-form.ts';
import { ConfirmUser, isConfirmFirst } from '../vault/ConfirmUser.tsx';
import type { SecretErrors } from './NewPassphrase.tsx';
import styles from './SecretDialog.module.css';
import { focusInput, readSecret, secretNames, wipeSecret } from './secret-form.ts';

interface SecretDialogProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly confirm: string;
  readonly tone?: 'primary' | 'danger';
  /** Asks for the passphrase that holds now. */
  readonly asksCurrent: boolean;
  /** The recovery code will not do in its place. */
  readonly refusesCode?: boolean;
  /** What is shown while it runs. */
  readonly working?: string;
  /** Stands at the other end of the foot. */
  readonly aside?: ReactNode;
  /** Further inputs, with what is wrong with them. */
  readonly fields?: (errors: SecretErrors) => ReactNode;
  readonly check?: (read: (name: string) => string) => SecretErrors;
  /** Does it; resolves to why it could not be done, or null. `read` gives what was typed, and is not to be kept. */
  readonly run: (read: (name: string) => string) => Promise<FailureView | null>;
  /** It was done. The owner takes the dialog away, here or in `run`. */
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/**
 * A question that is answered with a secret, or that needs none. What was typed stays in the inputs, is read at the moment
 * when it is sent, and goes with the dialog.
 */
export function SecretDialog(props: SecretDialogProps): ReactNode {
  const { title, text, confirm, tone = 'primary', asksCurrent, fields, aside, onClose } = props;
  const textId = useId();
  const { formRef, busy, failure, errors, submit, confirming } = useSecretForm(props);
  return (
    <Dialog size="small" title={title} describedBy={textId} onDismiss={() => busy || onClose()}>
      <DialogForm formRef={formRef} onSubmit={() => void submit()}>
        <DialogBody>
          <p id={textId}>{text}</p>
          {asksCurrent && (
            <PassphraseField
              name={secretNames.current}
              label={trustQuestions.current}
              {...(!props.refusesCode && { help: trustQuestions.currentHelp })}
              error={errors[secretNames.current]}
              autoFocus
            />
          )}
          {fields?.(errors)}
          {failure && <FailureNote failure={failure} />}
          <p role="status" className={styles['waiting']}>
            {busy && (props.working ?? unlockWords.working)}
          </p>
        </DialogBody>
        <DialogFoot aside={aside}>
          <Button data-autofocus={(!asksCurrent && !fields) || undefined} disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" tone={tone} busy={busy}>
            {confirm}
          </Button>
        </DialogFoot>
      </DialogForm>
      {confirming !== null && <ConfirmUser {...confirming} />}
    </Dialog>
  );
}

/** Checks, sends, and shows what came of it. */
function useSecretForm({ confirm, asksCurrent, check, run, onDone }: SecretDialogProps) {
  const formRef = useRef<HTMLFormElement>(null);
  useWipeSecrets(formRef);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useFailure(confirm);
  const [errors, setErrors] = useState<SecretErrors>({});
  const [isConfirming, setConfirming] = useState(false);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const read = (name: string): string => readSecret(formRef.current, name);
    const missing: SecretErrors =
      asksCurrent && read(secretNames.current) === '' ? { [secretNames.current]: unlockWords.empty } : {};
    const found = { ...check?.(read), ...missing };
    setErrors(found);
    const [first] = Object.keys(missing).concat(Object.keys(found));
    if (first !== undefined) return focusInput(formRef.current, first);
    setBusy(true);
    setFailure(null);
    const refused = await run(read);
    setBusy(false);
    if (refused === null) return onDone?.();
    if (isConfirmFirst(refused)) return setConfirming(true);
    setFailure(refused);
    if (refused.kind !== 'wrongPassphrase' && refused.reason !== 'wrongPassphrase') return;
    wipeSecret(formRef.current, secretNames.current);
    focusInput(formRef.current, secretNames.current);
  };
  const confirming = isConfirming
    ? {
        onConfirmed: () => {
          setConfirming(false);
          void submit();
        },
        onClose: () => setConfirming(false),
      }
    : null;
  return { formRef, busy, failure, errors, submit, confirming };
}
