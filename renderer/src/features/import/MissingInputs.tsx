import type { ReactNode } from 'react';
import { fieldControl } from '../key-form/control-names.ts';
import { FieldInput } from '../key-form/FieldInput.tsx';
import type { LookUpFn } from '../key-form/use-look-up.ts';
import styles from './ImportRow.module.css';
import type { ImportRowProps } from './ImportRowItem.tsx';
import { missingFields } from './missing-fields.ts';

const noLookUp: LookUpFn = async () => null;

/** Inputs for what the provider requires and nobody gave. */
export function MissingInputs({ row, state, preset, sources }: ImportRowProps): ReactNode {
  if (!state.isOpen) return null;
  const missing = missingFields(row, preset);
  if (missing.length === 0) return null;
  return (
    <div className={styles['missing']}>
      {missing.map((field) => (
        <FieldInput
          key={field.id}
          // Looking values up needs a whole draft, and most of it is in the main process.
          field={{ ...field, canLookUp: false }}
          original={null}
          sources={sources}
          hidden={false}
          onLookUp={noLookUp}
          error={state.errors[fieldControl(field.id)]}
        />
      ))}
    </div>
  );
}
