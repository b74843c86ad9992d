import { type ReactNode, useState } from 'react';
import { flushSync } from 'react-dom';
import type { VaultView } from '#contract/view';
import { recoveryWords } from '#contract/words/recovery-words';
import { newPassphraseWords, trustQuestions } from '#contract/words/trust-words';
import { ask } from '../../bridge.ts';
import type { ProtectionQuestion } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { useGone } from '../../state/use-gone.ts';
import { type Try, useTry } from '../keys/use-try.ts';
import { checkNewPassphrase, NewPassphrase } from './NewPassphrase.tsx';
import { RecoveryCodeDialog } from './RecoveryCodeDialog.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { secretNames } from './secret-form.ts';

interface ProtectionQuestionDialogProps {
  readonly question: ProtectionQuestion;
  readonly slots: VaultView['slots'];
  readonly onClose: () => void;
}

/** One change to what opens the vault. Each is confirmed by the passphrase that holds, if there is one. */
export function ProtectionQuestionDialog(props: ProtectionQuestionDialogProps): ReactNode {
  const { question, slots, onClose } = props;
  const attempt = useTry();
  const { toasts } = useServices();
  if (question === 'makeRecoveryCode') return <MakeRecoveryCode slots={slots} onClose={onClose} />;

  const hasPassphrase = slots.includes('passphrase');
  const words = trustQuestions[question];
  const isNew = question === 'setPassphrase' || question === 'changePassphrase';
  return (
    <SecretDialog
      title={words.title}
      text={'textWithCode' in words && slots.includes('recovery') ? words.textWithCode : words.text}
      confirm={words.confirm}
      asksCurrent={hasPassphrase}
      {...(question === 'renewDataKey' && {
        refusesCode: true,
        working: trustQuestions.renewDataKey.working,
      })}
      tone={question === 'removePassphrase' ? 'danger' : 'primary'}
      {...(isNew && {
        fields: (errors) => <NewPassphrase label={newPassphraseWords.label} errors={errors} />,
        check: checkNewPassphrase,
      })}
      run={(read) => {
        const current = hasPassphrase ? read(secretNames.current) : null;
        return change(attempt, question, current, read(secretNames.fresh));
      }}
      onDone={() => {
        onClose();
        toasts.show({ tone: 'done', title: words.done, whatToDo: '', showsLocked: true });
      }}
      onClose={onClose}
    />
  );
}

function change(
  attempt: Try,
  question: Exclude<ProtectionQuestion, 'makeRecoveryCode'>,
  current: string | null,
  passphrase: string,
): ReturnType<Try> {
  switch (question) {
    case 'setPassphrase':
    case 'changePassphrase':
      return attempt('vault.setPassphrase', { current, passphrase });
    case 'removePassphrase':
      return attempt('vault.removePassphrase', { current: current ?? '' });
    case 'useKeyring':
    case 'stopKeyring':
      return attempt('vault.useKeyring', { isUsed: question === 'useKeyring', current });
    case 'renewDataKey':
      return attempt('vault.renewDataKey', { current });
  }
}

/** Asks, and then shows the code until it is on paper. */
function MakeRecoveryCode({ slots, onClose }: Omit<ProtectionQuestionDialogProps, 'question'>): ReactNode {
  const { bridge, toasts } = useServices();
  const isGone = useGone();
  const [made, setMade] = useState<{ readonly code: string; readonly madeAtMs: number } | null>(null);
  const [hadOne] = useState(slots.includes('recovery'));
  const hasPassphrase = slots.includes('passphrase');
  const { make } = recoveryWords;
  if (made !== null) return <RecoveryCodeDialog {...made} onClose={onClose} />;
  return (
    <SecretDialog
      title={hadOne ? make.again : make.title}
      text={hadOne ? make.textAgain : make.text}
      confirm={make.confirm}
      asksCurrent={hasPassphrase}
      run={async (read) => {
        const current = hasPassphrase ? read(secretNames.current) : null;
        const answer = await ask(bridge, 'vault.makeRecoveryCode', { current });
        if (!answer.ok && answer.failure.kind !== 'vaultLocked') return answer.failure;
        // At once: its dialog tells of a lock, which may be the next to come.
        if (answer.ok && !isGone.current)
          flushSync(() => setMade({ code: answer.value.code, madeAtMs: Date.now() }));
        // It may have been made, and only be kept from a locked window.
        else toasts.show({ tone: 'problem', ...make.cutOff, showsLocked: true });
        return null;
      }}
      onClose={onClose}
    />
  );
}
