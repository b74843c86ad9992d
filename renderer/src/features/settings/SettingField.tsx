import { type ReactNode, useId } from 'react';
import type { FailureView } from '#contract/view';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { FieldError } from '../../ui/FieldError.tsx';
import styles from './SettingField.module.css';

/** A group of settings under its heading. */
export function SettingSection(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={styles['section']} aria-label={props.title}>
      <h3 className={styles['heading']}>{props.title}</h3>
      {props.children}
    </section>
  );
}

/** What a control needs to belong to its label, help and error. */
export interface SettingControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface SettingFieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with the input; it is not stored then. */
  readonly error?: string | null;
  /** Why it could not be stored. */
  readonly failure: FailureView | null;
  readonly children: (control: SettingControl) => ReactNode;
}

/** A control behind its label, with what it means below, and what went wrong. */
export function SettingField({ label, help, error, failure, children }: SettingFieldProps): ReactNode {
  const id = useId();
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <div className={styles['line']}>
        <label htmlFor={id}>{label}</label>
        {children({
          id,
          'aria-describedby': described || undefined,
          'aria-invalid': error ? true : undefined,
        })}
      </div>
      {error && (
        <FieldError id={`${id}-error`} isAnnounced>
          {error}
        </FieldError>
      )}
      {help && (
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
      )}
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}

interface SettingCheckProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly checked: boolean;
  readonly busy?: boolean;
  readonly failure: FailureView | null;
  readonly onChange: () => void;
}

/** A choice of yes or no. */
export function SettingCheck({
  label,
  help,
  checked,
  busy,
  failure,
  onChange,
}: SettingCheckProps): ReactNode {
  const helpId = useId();
  return (
    <div className={styles['field']}>
      <label className={styles['choice']}>
        <input
          type="checkbox"
          checked={checked}
          aria-busy={busy || undefined}
          aria-describedby={help ? helpId : undefined}
          onChange={busy ? () => {} : onChange}
        />
        {label}
      </label>
      {help && (
        <p id={helpId} className={`${styles['help']} ${styles['indented']}`}>
          {help}
        </p>
      )}
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
