import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Field } from './Field.tsx';
import styles from './KeyForm.module.css';

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'name' | 'type' | 'className'> {
  readonly name: string;
  readonly label: string;
  readonly error: string | undefined;
}

/** A line of text about the key itself, not about its provider. */
export function TextField({ name, label, error, required = false, ...input }: TextFieldProps): ReactNode {
  return (
    <Field name={name} label={label} error={error} required={required}>
      {(control) => (
        <input {...control} {...input} type="text" className={styles['input']} autoComplete="off" />
      )}
    </Field>
  );
}
