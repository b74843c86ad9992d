import type { ReactNode } from 'react';
import type { KeyView, PresetView, Snapshot } from '#contract/view';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { controlLabels, control as names } from './control-names.ts';
import { ExtraCaField } from './ExtraCaField.tsx';
import { FieldInput } from './FieldInput.tsx';
import { KeyExpiresField } from './KeyExpiresField.tsx';
import styles from './KeyForm.module.css';
import { KeyFormFoot } from './KeyFormFoot.tsx';
import { PresetLinks } from './PresetLinks.tsx';
import { suggestName } from './suggest-name.ts';
import { TestPanel } from './TestPanel.tsx';
import { TextField } from './TextField.tsx';
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
        <TextField
          name={names.name}
          label={controlLabels[names.name]}
          error={errors[names.name]}
          required
          data-autofocus
          maxLength={400}
          spellCheck={false}
          defaultValue={original?.name ?? suggestName(preset.name, taken)}
          onFocus={(event) => event.target.select()}
        />
        {preset.fields.map((field) => (
          <FieldInput key={field.id} field={field} original={original} error={errors[`fields.${field.id}`]} />
        ))}
        {isStatic && <KeyExpiresField original={original} error={errors[names.keyExpires]} isStatic />}
        {preset.needsExtraCa && extraCa}
        <TextField
          name={names.description}
          label={controlLabels[names.description]}
          error={errors[names.description]}
          maxLength={2000}
          defaultValue={original?.description ?? ''}
        />
        <AdvancedFields original={original} errors={errors} showExpiry={!isStatic}>
          {!preset.needsExtraCa && extraCa}
        </AdvancedFields>
        <TestPanel running={test.running} report={test.report} />
        {failure && <FailureNote failure={failure} />}
      </div>
      <KeyFormFoot
        testing={test.running}
        saving={saving}
        onBack={onBack}
        onCancel={onCancel}
        onTest={runTest}
      />
    </form>
  );
}
