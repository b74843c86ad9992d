import type { ReactNode } from 'react';
import { importWords } from '#contract/words/import-words';
import { Button } from '../../ui/Button.tsx';
import { fieldControl } from '../key-form/control-names.ts';
import { FieldInput } from '../key-form/FieldInput.tsx';
import type { LookUpFn } from '../key-form/use-look-up.ts';
import styles from './ImportRow.module.css';
import type { ImportRowProps } from './ImportRowItem.tsx';
import { missingFields } from './missing-fields.ts';

const noLookUp: LookUpFn = async () => null;

/** Inputs for what the provider requires and nobody gave. */
export function MissingInputs(props: ImportRowProps): ReactNode {
  const { row, state, preset, sources, hasAlike, fillAlike } = props;
  if (!state.isOpen) return null;
  const missing = missingFields(row, preset);
  if (missing.length === 0) return null;
  return (
    <div className={styles['missing']}>
      {missing.map((field) => (
        <FieldInput
          key={field.id}
          // Looking values up needs a whole draft, and most of it is in the main process.
          field={{ ...field, canLookUp: false, default: state.prefill[field.id] ?? '' }}
          original={null}
          sources={sources}
          hidden={false}
          onLookUp={noLookUp}
          error={state.errors[fieldControl(field.id)]}
        />
      ))}
      {hasAlike && missing.some(({ kind }) => kind !== 'secret') && (
        <span>
          <Button tone="quiet" onClick={() => fillAlike(row.index)}>
            {importWords.fillAlike}
          </Button>
        </span>
      )}
    </div>
  );
}
