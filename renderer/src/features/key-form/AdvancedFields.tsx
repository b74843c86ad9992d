import type { ReactNode } from 'react';
import { minimumValidityS } from '#contract/minimum-validity';
import type { KeyView } from '#contract/view';
import inputStyles from '../../ui/Input.module.css';
import { controlLabels, control as names } from './control-names.ts';
import { Field } from './Field.tsx';
import { toDateInput } from './form-dates.ts';
import { KeyExpiresField } from './KeyExpiresField.tsx';
import styles from './KeyForm.module.css';
import type { FieldErrors } from './read-draft.ts';

interface AdvancedFieldsProps {
  readonly original: KeyView | null;
  readonly errors: FieldErrors;
  readonly showExpiry: boolean;
  readonly children: ReactNode;
}

/** What most keys do not need. A closed `<details>` keeps its inputs in the form. */
export function AdvancedFields({ original, errors, showExpiry, children }: AdvancedFieldsProps): ReactNode {
  return (
    <details className={styles['advanced']}>
      <summary>Advanced</summary>
      <div className={styles['advancedBody']}>
        {showExpiry && <KeyExpiresField original={original} error={errors[names.keyExpires]} />}
        <Field
          name={names.created}
          label={controlLabels[names.created]}
          help="When the provider made the key; today if left empty."
          error={errors[names.created]}
        >
          {({ required: _, ...control }) => (
            <input
              {...control}
              type="date"
              className={`${inputStyles['input']} ${inputStyles['short']}`}
              max="9999-12-31"
              defaultValue={toDateInput(original?.createdAtMs ?? null)}
            />
          )}
        </Field>
        {children}
        <Field
          name={names.minimumValidity}
          label={controlLabels[names.minimumValidity]}
          help="Seconds that a copied token is still valid at least; otherwise a new one is fetched first."
          error={errors[names.minimumValidity]}
          required
        >
          {(control) => (
            <input
              {...control}
              type="number"
              className={`${inputStyles['input']} ${inputStyles['short']}`}
              min={minimumValidityS.least}
              max={minimumValidityS.most}
              step={1}
              defaultValue={original?.minimumValidityS ?? minimumValidityS.usual}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
