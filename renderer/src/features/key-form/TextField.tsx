import type { ComponentPropsWithRef, ReactNode } from 'react';
import inputStyles from '../../ui/Input.module.css';
import { Field } from './Field.tsx';

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
        <input {...control} {...input} type="text" className={inputStyles['input']} autoComplete="off" />
      )}
    </Field>
  );
}
