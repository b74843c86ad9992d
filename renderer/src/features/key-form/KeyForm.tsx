import type { ReactNode } from 'react';
import type { KeyView, PresetView, Snapshot } from '#contract/view';
import { Button } from '../../ui/Button.tsx';
import { DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { control as names } from './control-names.ts';
import { ExtraCaField } from './ExtraCaField.tsx';
import { Field } from './Field.tsx';
import { FieldInput } from './FieldInput.tsx';
import { KeyExpiresField } from './KeyExpiresField.tsx';
import styles from './KeyForm.module.css';
import { PresetLinks } from './PresetLinks.tsx';
import { suggestName } from './suggest-name.ts';
import { TestPanel } from './TestPanel.tsx';
import { useKeyForm } from './use-key-form.ts';

interface KeyFormProps {
  readonly snapshot: Snapshot;
  readonly preset: PresetView;
  readonly original: KeyView | null;
  readonly onDirty: () => void;
  readonly onCancel: () => void;
  readonly onBack?: () => void;
  readonly onSaved: () => void;
}

/** The form of a key, made from its preset. */
export function KeyForm(props: KeyFormProps): ReactNode {
  const { snapshot, preset, original, onDirty, onCancel, onBack, onSaved } = props;
  const { formRef, errors, failure, saving, test, runTest, save, clearError } = useKeyForm({
    preset,
    original,
    onSaved,
  });
  const taken = snapshot.keys.map(({ name }) => name);
  const isStatic = preset.keyKind === 'static';
  const extraCa = (
    <ExtraCaField original={original?.extraCaPem ?? null} error={errors[names.extraCa]} onFilled={onDirty} />
  );

  return (
    <form
      ref={formRef}
      className={styles['form']}
      noValidate
      autoComplete="off"
      onInput={(event) => {
        onDirty();
        clearError((event.target as HTMLElement).getAttribute('name') ?? '');
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving) save();
      }}
    >
      <div className={styles['body']}>
        <PresetLinks preset={preset} />
        <Field name={names.name} label="Name" error={errors[names.name]} required>
          {(control) => (
            <input
              {...control}
              type="text"
              className={styles['input']}
              data-autofocus
              maxLength={400}
              autoComplete="off"
              spellCheck={false}
              defaultValue={original?.name ?? suggestName(preset.name, taken)}
              onFocus={(event) => event.target.select()}
            />
          )}
        </Field>
        {preset.fields.map((field) => (
          <FieldInput key={field.id} field={field} original={original} error={errors[`fields.${field.id}`]} />
        ))}
        {isStatic && <KeyExpiresField original={original} error={errors[names.keyExpires]} isStatic />}
        {preset.needsExtraCa && extraCa}
        <Field name={names.description} label="Description" error={errors[names.description]}>
          {({ required: _, ...control }) => (
            <input
              {...control}
              type="text"
              className={styles['input']}
              maxLength={2000}
              autoComplete="off"
              defaultValue={original?.description ?? ''}
            />
          )}
        </Field>
        <AdvancedFields original={original} errors={errors} showExpiry={!isStatic}>
          {!preset.needsExtraCa && extraCa}
        </AdvancedFields>
        <TestPanel running={test.running} report={test.report} />
        {failure && <FailureNote failure={failure} />}
      </div>
      <DialogFoot
        aside={
          onBack && (
            <Button tone="quiet" icon="back" onClick={onBack}>
              All providers
            </Button>
          )
        }
      >
        <Button onClick={onCancel}>Cancel</Button>
        <Button busy={test.running} onClick={runTest}>
          Test
        </Button>
        <Button type="submit" tone="primary" busy={saving}>
          Save
        </Button>
      </DialogFoot>
    </form>
  );
}
