import { type ReactNode, useState } from 'react';
import type { FieldView, KeyView } from '#contract/view';
import inputStyles from '../../ui/Input.module.css';
import { fieldControl } from './control-names.ts';
import { type ControlProps, Field } from './Field.tsx';
import { LookUpInput } from './LookUpInput.tsx';
import { SecretInput } from './SecretInput.tsx';
import { SourceKeySelect } from './SourceKeySelect.tsx';
import type { LookUpFn } from './use-look-up.ts';

interface FieldInputProps {
  readonly field: FieldView;
  readonly original: KeyView | null;
  /** The keys that a field of kind `key` chooses from. */
  readonly sources: readonly KeyView[];
  readonly hidden: boolean;
  readonly error: string | undefined;
  readonly onLookUp: LookUpFn;
}

/** The control for one field of a preset. */
export function FieldInput({
  field,
  original,
  sources,
  hidden,
  error,
  onLookUp,
}: FieldInputProps): ReactNode {
  const [fileProblem, setFileProblem] = useState('');
  const stored = original?.secretFieldIds.includes(field.id) ?? false;
  const defaultValue = original?.fields[field.id] ?? field.default;

  const drawControl = (control: ControlProps): ReactNode => {
    switch (field.kind) {
      case 'secret':
        return (
          <SecretInput
            {...control}
            label={field.label}
            placeholder={stored ? 'unchanged' : field.placeholder}
            multiline={field.multiline}
            onProblem={setFileProblem}
          />
        );
      case 'key':
        return <SourceKeySelect {...control} sources={sources} defaultValue={defaultValue} />;
      case 'choice':
        return (
          <select {...control} className={inputStyles['input']} defaultValue={defaultValue}>
            {field.default === '' && <option value="">{field.required ? 'Choose…' : '-'}</option>}
            {field.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        );
      default:
        return <LookUpInput {...control} field={field} defaultValue={defaultValue} onLookUp={onLookUp} />;
    }
  };

  return (
    <Field
      name={fieldControl(field.id)}
      label={field.label}
      help={field.help}
      error={error ?? (fileProblem || undefined)}
      required={field.required}
      hidden={hidden}
    >
      {drawControl}
    </Field>
  );
}
