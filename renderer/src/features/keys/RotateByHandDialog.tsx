import { type ReactNode, useId } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { guideWords, leftOverWords } from '#contract/words/rotation-words';
import { Button } from '../../ui/Button.tsx';
import { DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { control, fieldOf } from '../key-form/control-names.ts';
import { GuardedDialog } from '../key-form/GuardedDialog.tsx';
import { KeyExpiresField } from '../key-form/KeyExpiresField.tsx';
import formStyles from '../key-form/KeyForm.module.css';
import { TestPanel } from '../key-form/TestPanel.tsx';
import styles from './RotateDialog.module.css';
import { RotatedFieldInput } from './RotatedFieldInput.tsx';
import { RotationPageButton } from './RotationPageButton.tsx';
import { rotatedFields, useRotateByHand } from './use-rotate-by-hand.ts';

interface RotateByHandDialogProps {
  readonly subject: KeyView;
  readonly preset: PresetView;
  readonly onClose: () => void;
}

/** Leads through a rotation whose secret the user makes at the provider. The key's row has the last step: delete the old one. */
export function RotateByHandDialog({ subject, preset, onClose }: RotateByHandDialogProps): ReactNode {
  return (
    <GuardedDialog
      onClose={onClose}
      title={
        <>
          Rotate the secret of “<OutsideText text={subject.name} />”
        </>
      }
    >
      {(guard) => <Guide subject={subject} preset={preset} {...guard} onDone={onClose} />}
    </GuardedDialog>
  );
}

interface GuideProps extends Pick<RotateByHandDialogProps, 'subject' | 'preset'> {
  readonly onDirty: () => void;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

function Guide({ subject, preset, onDirty, onCancel, onDone }: GuideProps): ReactNode {
  const { formRef, errors, failure, clearError, test, run } = useRotateByHand(subject, preset, onDone);
  const { providerName, rotation } = subject;
  const fields = rotatedFields(preset, subject);
  const words = guideWords(
    providerName,
    preset.links.some(({ id }) => id === 'console'),
  );
  return (
    <form
      ref={formRef}
      className={formStyles['form']}
      noValidate
      autoComplete="off"
      onInput={({ target }) => {
        onDirty();
        const { name } = target as HTMLInputElement;
        if (name === control.keyExpires || fieldOf(name, preset)) clearError(name);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!test.running) run();
      }}
    >
      <DialogBody>
        <ol className={styles['guide']}>
          <GuideStep title={words.make} text={words.makeText}>
            <p className={styles['page']}>
              <RotationPageButton preset={preset} />
            </p>
            {rotation !== null && (
              <Note icon="warning" tone="warning">
                <OutsideText text={leftOverWords(providerName, rotation.newName)} />
              </Note>
            )}
          </GuideStep>
          <GuideStep title={words.enter}>
            {fields.map((field) => (
              <RotatedFieldInput
                key={field.id}
                field={field}
                subject={subject}
                isOnlySecret={fields.filter(({ kind }) => kind === 'secret').length === 1}
                error={errors[`fields.${field.id}`]}
              />
            ))}
            <KeyExpiresField
              original={null}
              error={errors[control.keyExpires]}
              isStatic={preset.keyKind === 'static'}
            />
          </GuideStep>
          <GuideStep title={words.test} text={words.testText}>
            <TestPanel
              running={test.running}
              steps={test.steps}
              report={test.report}
              onStop={test.stop}
              afterFailure={words.afterFailure}
            />
          </GuideStep>
        </ol>
        {failure && <FailureNote failure={failure} />}
      </DialogBody>
      <DialogFoot>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" busy={test.running}>
          {words.test}
        </Button>
      </DialogFoot>
    </form>
  );
}

interface GuideStepProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

function GuideStep({ title, text, children }: GuideStepProps): ReactNode {
  const titleId = useId();
  return (
    <li aria-labelledby={titleId} className={styles['step']}>
      <h3 id={titleId} className={styles['stepTitle']}>
        <OutsideText text={title} />
      </h3>
      {text !== undefined && (
        <p className={styles['stepText']}>
          <OutsideText text={text} />
        </p>
      )}
      {children}
    </li>
  );
}
