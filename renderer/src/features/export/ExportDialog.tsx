import { type ReactNode, useState } from 'react';
import type { CallAnswer } from '#contract/calls';
import { plainExportPhrase } from '#contract/restore-view';
import type { FailureView } from '#contract/view';
import { exportWords } from '#contract/words/restore-words';
import { exportedWords } from '#contract/words/settings-words';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import inputStyles from '../../ui/Input.module.css';
import { StackedField } from '../../ui/StackedField.tsx';
import { checkNewPassphrase, NewPassphrase } from '../protection/NewPassphrase.tsx';
import { SecretDialog } from '../protection/SecretDialog.tsx';
import { secretNames } from '../protection/secret-form.ts';

/** Writes all keys into a file under a passphrase of its own. Without one only after a second, strong question. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { bridge } = useServices();
  const [isPlain, setPlain] = useState(false);
  const written = useWritten(onClose);
  if (isPlain) return <PlainExportDialog onClose={onClose} />;
  return (
    <SecretDialog
      title={exportWords.title}
      text={
        <>
          {exportWords.text}
          <br />
          <br />
          {exportWords.format}
        </>
      }
      confirm={exportWords.confirm}
      working={exportWords.working}
      asksCurrent={false}
      aside={
        <Button tone="quiet" onClick={() => setPlain(true)}>
          {exportWords.plainOpen}
        </Button>
      }
      fields={(errors) => <NewPassphrase label={exportWords.passphrase} errors={errors} />}
      check={checkNewPassphrase}
      run={async (read) => written(await ask(bridge, 'export.save', { passphrase: read(secretNames.fresh) }))}
      onClose={onClose}
    />
  );
}

const typedName = 'typed';

/** Asks for words that nobody types by chance. */
function PlainExportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { bridge } = useServices();
  const written = useWritten(onClose);
  return (
    <SecretDialog
      title={exportWords.plainTitle}
      text={exportWords.plainText}
      confirm={exportWords.plainConfirm}
      working={exportWords.plainWorking}
      tone="danger"
      asksCurrent={false}
      fields={(errors) => (
        <StackedField label={exportWords.plainType} error={errors[typedName]}>
          {(control) => (
            <input
              {...control}
              name={typedName}
              className={inputStyles['input']}
              maxLength={100}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
          )}
        </StackedField>
      )}
      check={(read) => (read(typedName) === plainExportPhrase ? {} : { [typedName]: exportWords.plainWrong })}
      run={async (read) => written(await ask(bridge, 'export.savePlain', { typed: read(typedName) }))}
      onClose={onClose}
    />
  );
}

/** Closes and tells once the file is there. Whoever chose no file stays in the dialog. */
function useWritten(
  onClose: () => void,
): (answer: CallAnswer<'export.save' | 'export.savePlain'>) => FailureView | null {
  const { toasts } = useServices();
  return (answer) => {
    if (!answer.ok) return answer.failure.kind === 'cancelled' ? null : answer.failure;
    if (answer.value.fileName === null) return null;
    onClose();
    toasts.show({ tone: 'done', title: exportedWords(answer.value.fileName), whatToDo: '' });
    return null;
  };
}
