import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { unlockWords } from '#contract/words/trust-words';
import { Glyph } from './Glyph.tsx';
import { IconButton } from './IconButton.tsx';
import inputStyles from './Input.module.css';
import styles from './StackedField.module.css';
import { StackedField } from './StackedField.tsx';

interface PassphraseFieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  /** It is typed from paper, where masking only makes mistakes. */
  readonly isShownAtFirst?: boolean;
  readonly autoFocus?: boolean;
  readonly onText?: (text: string) => void;
}

/**
 * An input for a passphrase or a recovery code. Uncontrolled on purpose: React writes the value of a controlled input into
 * an attribute, and keeps it. Its form reads it when it is needed and empties it.
 */
export function PassphraseField(props: PassphraseFieldProps): ReactNode {
  const { name, label, help, error, isShownAtFirst = false, autoFocus = false, onText } = props;
  const [isShown, setShown] = useState(isShownAtFirst);
  const [isCapsLock, setCapsLock] = useState(false);
  const noteCapsLock = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <StackedField label={label} help={help} error={error}>
      {(control) => (
        <>
          <span className={styles['line']}>
            <input
              {...control}
              name={name}
              type={isShown ? 'text' : 'password'}
              className={`${inputStyles['input']} ${inputStyles['mono']}`}
              data-secret=""
              data-autofocus={autoFocus || undefined}
              maxLength={1_024}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onInput={onText && (({ currentTarget }) => onText(currentTarget.value))}
              onKeyDown={noteCapsLock}
              onKeyUp={noteCapsLock}
              onBlur={() => setCapsLock(false)}
            />
            <IconButton
              icon={isShown ? 'eyeOff' : 'eye'}
              label={`${unlockWords.show}: ${label}`}
              hint={isShown ? unlockWords.hide : unlockWords.show}
              aria-pressed={isShown}
              onClick={() => setShown(!isShown)}
            />
          </span>
          <p role="status" className={styles['caps']}>
            {isCapsLock && (
              <>
                <Glyph name="warning" />
                {unlockWords.capsLock}
              </>
            )}
          </p>
        </>
      )}
    </StackedField>
  );
}
