import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import inputStyles from '../../ui/Input.module.css';
import { controlLabels, control as names } from './control-names.ts';
import { Field } from './Field.tsx';
import { toDateInput } from './form-dates.ts';

interface KeyExpiresFieldProps {
  readonly original: KeyView | null;
  readonly error: string | undefined;
  readonly isStatic?: boolean;
}

/** When the key itself ends. */
export function KeyExpiresField({ original, error, isStatic = false }: KeyExpiresFieldProps): ReactNode {
  return (
    <Field
      name={names.keyExpires}
      label={controlLabels[names.keyExpires]}
      help={
        isStatic
          ? 'This key is itself the token: with its expiry date Keyfob can remind you in time.'
          : 'If the provider set an end: Keyfob reminds you 30, 14, 7 and 1 days before.'
      }
      error={error}
    >
      {({ required: _, ...control }) => (
        <input
          {...control}
          type="date"
          className={`${inputStyles['input']} ${inputStyles['short']}`}
          max="9999-12-31"
          defaultValue={toDateInput(original?.keyExpiresAtMs ?? null)}
        />
      )}
    </Field>
  );
}
