import { type ReactNode, useState } from 'react';
import type { KeyView, PresetView, Snapshot } from '#contract/view';
import { DialogBody } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { controlLabels, fieldOf, control as names } from './control-names.ts';
import { ExtraCaField } from './ExtraCaField.tsx';
import { FieldInput } from './FieldInput.tsx';
import { FormNotes } from './FormNotes.tsx';
import { KeyExpiresField } from './KeyExpiresField.tsx';
import styles from './KeyForm.module.css';
import { KeyFormFoot } from './KeyFormFoot.tsx';
import { PresetLinks } from './PresetLinks.tsx';
import { decides, decidingValues, isShown, needsSignIn } from './shown-fields.ts';
import { suggestName } from './suggest-name.ts';
import { TestPanel } from './TestPanel.tsx';
import { TextField } from './TextField.tsx';
import { showControl } from './use-form-errors.ts';
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
  const form = useKeyForm({ preset, original, onSaved });
  const { errors, failure, saving, test } = form;
  const [deciding, setDeciding] = useState(() => decidingValues(preset, original));
  const taken = snapshot.keys.map(({ name }) => name);
  const sources = snapshot.keys.filter(({ id }) => id !== original?.id);
  const isStatic = preset.keyKind === 'static';
  const extraCa = <ExtraCaField original={original?.extraCaPem ?? null} error={errors[names.extraCa]} />;

  const onInput = (target: HTMLInputElement): void => {
    onDirty();
    form.clearError(target.name);
    const field = fieldOf(target.name, preset);
    if (field && decides(preset, field.id)) {
      setDeciding((old) => ({ ...old, [field.id]: target.value || field.default }));
    }
  };

  return (
    <form
      ref={form.formRef}
      className={styles['form']}
      noValidate
      autoComplete="off"
      onInput={(event) => onInput(event.target as HTMLInputElement)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving) form.save();
      }}
    >
      <DialogBody>
        <PresetLinks preset={preset} />
        <FormNotes preset={preset} snapshot={snapshot} needsSignIn={needsSignIn(preset, deciding)} />
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
        {preset.fields
          .filter(({ isFromSignIn }) => !isFromSignIn)
          .map((field) => (
            <FieldInput
              key={field.id}
              field={field}
              original={original}
              sources={sources}
              hidden={!isShown(field, deciding)}
              error={errors[`fields.${field.id}`]}
              onLookUp={form.lookUp}
            />
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
        <TestPanel
          running={test.running}
          steps={test.steps}
          report={test.report}
          onStop={test.stop}
          onAddCa={() => showControl(form.formRef.current, (name) => name === names.extraCa)}
        />
        {failure && <FailureNote failure={failure} />}
      </DialogBody>
      <KeyFormFoot
        testing={test.running}
        saving={saving}
        onBack={onBack}
        onCancel={onCancel}
        onTest={form.runTest}
      />
    </form>
  );
}
