import { type ReactNode, useId } from 'react';
import { FieldError } from './FieldError.tsx';
import styles from './StackedField.module.css';

interface StackedFieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  /** Draws the control with these properties. */
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** A control below its label, for narrow forms of one or two inputs. */
export function StackedField({ label, help, error, children }: StackedFieldProps): ReactNode {
  const id = useId();
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {help && (
        <p id={`${id}-help`} className={styles['hint']}>
          {help}
        </p>
      )}
    </div>
  );
}
