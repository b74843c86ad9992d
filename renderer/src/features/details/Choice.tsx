import { type ReactNode, useId } from 'react';
import fields from '../settings/SettingField.module.css';
import styles from './Details.module.css';

interface ChoiceProps {
  /** Name that the radio buttons of one group share. */
  readonly group: string;
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

/** One of several choices, with what it means. */
export function Choice({ group, label, help, checked, onChoose }: ChoiceProps): ReactNode {
  const helpId = useId();
  return (
    <div className={styles['choice']}>
      <label className={fields['choice']}>
        <input type="radio" name={group} checked={checked} aria-describedby={helpId} onChange={onChoose} />
        {label}
      </label>
      <p id={helpId} className={`${fields['help']} ${fields['indented']}`}>
        {help}
      </p>
    </div>
  );
}
