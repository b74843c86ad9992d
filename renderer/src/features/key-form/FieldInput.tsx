import type { ReactNode } from 'react';
import type { FieldView, KeyView } from '#contract/view';
import { fieldControl } from './control-names.ts';
import { Field } from './Field.tsx';
import styles from './KeyForm.module.css';
import { SecretInput } from './SecretInput.tsx';

interface FieldInputProps {
  readonly field: FieldView;
  readonly original: KeyView | null;
  readonly error: string | undefined;
}

/** The control for one field of a preset. */
export function FieldInput({ field, original, error }: FieldInputProps): ReactNode {
  const stored = original?.secretFieldIds.includes(field.id) ?? false;
  const value = original?.fields[field.id] ?? field.default;
  return (
    <Field
      name={fieldControl(field.id)}
      label={field.label}
      help={field.help}
      error={error}
      required={field.required}
    >
      {(control) => {
        if (field.kind === 'secret') {
          const placeholder = stored ? 'unchanged' : field.placeholder;
          return <SecretInput {...control} label={field.label} placeholder={placeholder} />;
        }
        if (field.kind === 'choice') {
          return (
            <select {...control} className={styles['input']} defaultValue={value}>
              {field.choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
            </select>
          );
        }
        return (
          <input
            {...control}
            type="text"
            inputMode={field.kind === 'text' ? 'text' : 'url'}
            className={`${styles['input']} ${styles['mono']}`}
            defaultValue={value}
            placeholder={field.placeholder}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        );
      }}
    </Field>
  );
}
