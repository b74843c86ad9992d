import { type ReactNode, useState } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import type { ControlProps } from './Field.tsx';
import styles from './KeyForm.module.css';

interface SecretInputProps extends ControlProps {
  readonly label: string;
  readonly placeholder: string;
}

/**
 * An input for a secret. Uncontrolled on purpose: React writes the value of a controlled input into an attribute, and
 * then the page's markup would hold the secret.
 */
export function SecretInput({ label, placeholder, ...control }: SecretInputProps): ReactNode {
  const [shown, setShown] = useState(false);
  return (
    <span className={styles['withButton']}>
      <input
        {...control}
        type={shown ? 'text' : 'password'}
        className={`${styles['input']} ${styles['mono']}`}
        data-secret=""
        placeholder={placeholder}
        autoComplete="new-password"
        autoCapitalize="off"
        spellCheck={false}
      />
      <IconButton
        icon={shown ? 'eyeOff' : 'eye'}
        label={`Show ${label} while typing`}
        hint={shown ? 'Hide what is typed' : 'Show what is typed'}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
