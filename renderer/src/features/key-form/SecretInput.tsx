import { type ReactNode, useState } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import inputStyles from '../../ui/Input.module.css';
import type { ControlProps } from './Field.tsx';
import styles from './KeyForm.module.css';
import { TextFileInput } from './TextFileInput.tsx';

/** As much as the contract takes. */
const longestSecret = 16_384;

interface SecretInputProps extends ControlProps {
  readonly label: string;
  readonly placeholder: string;
  readonly multiline: boolean;
  readonly onProblem: (words: string) => void;
}

/**
 * An input for a secret. Uncontrolled on purpose: React writes the value of a controlled input into an attribute, and
 * then the page's markup would hold the secret.
 */
export function SecretInput({
  label,
  placeholder,
  multiline,
  onProblem,
  ...control
}: SecretInputProps): ReactNode {
  const [shown, setShown] = useState(false);
  const eye = (
    <IconButton
      icon={shown ? 'eyeOff' : 'eye'}
      label={`Show ${label} while typing`}
      hint={shown ? 'Hide what is typed' : 'Show what is typed'}
      aria-pressed={shown}
      onClick={() => setShown(!shown)}
    />
  );
  if (multiline) {
    return (
      <span className={styles['withButton']}>
        <span className={styles['grow']}>
          <TextFileInput
            {...control}
            fileLabel={`File with ${label}`}
            accept=".pem,.key,.p8,.json,.jwk,.txt"
            longest={longestSecret}
            placeholder={placeholder}
            isSecret
            isMasked={!shown}
            onProblem={onProblem}
          />
        </span>
        {eye}
      </span>
    );
  }
  return (
    <span className={styles['withButton']}>
      <input
        {...control}
        type={shown ? 'text' : 'password'}
        className={`${inputStyles['input']} ${inputStyles['mono']}`}
        data-secret=""
        placeholder={placeholder}
        autoComplete="new-password"
        autoCapitalize="off"
        spellCheck={false}
      />
      {eye}
    </span>
  );
}
