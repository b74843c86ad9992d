import { type ReactNode, useId } from 'react';
import { FieldError } from '../../ui/FieldError.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './KeyForm.module.css';

/** What a control needs to belong to its label, help and error. */
export interface ControlProps {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly required: boolean;
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly error: string | undefined;
  readonly required?: boolean;
  /** Keeps what was typed while another field makes this one not count. */
  readonly hidden?: boolean;
  /** Draws the control with these properties. */
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its label, what to enter, and what is wrong with it. */
export function Field(props: FieldProps): ReactNode {
  const { name, label, help = '', error, required = false, hidden = false, children } = props;
  const id = useId();
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']} hidden={hidden}>
      <label className={styles['label']} htmlFor={id}>
        <OutsideText text={label} />
        {!required && <span className={styles['optional']}> optional</span>}
      </label>
      <div className={styles['control']}>
        {children({
          id,
          name,
          required,
          'aria-describedby': described || undefined,
          'aria-invalid': error ? true : undefined,
        })}
        {error && (
          <FieldError id={`${id}-error`}>
            <OutsideText text={error} />
          </FieldError>
        )}
        {help && (
          <p id={`${id}-help`} className={styles['help']}>
            <OutsideText text={help} />
          </p>
        )}
      </div>
    </div>
  );
}
