import { type ClipboardEvent, type ReactNode, useId, useRef } from 'react';
import { importWords } from '#contract/words/import-words';
import { Button } from '../../ui/Button.tsx';
import inputStyles from '../../ui/Input.module.css';
import styles from './ImportSource.module.css';

interface PasteFieldProps {
  readonly busy: boolean;
  readonly onText: (text: string) => void;
}

/** Takes a text with keys in it. Nothing of it stays: a paste never gets into the field, and what was typed is wiped. */
export function PasteField({ busy, onText }: PasteFieldProps): ReactNode {
  const id = useId();
  const textRef = useRef<HTMLTextAreaElement>(null);

  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted === '') return;
    event.preventDefault();
    // With what was typed before it, such as a name above a line.
    send(pasted);
  };
  const send = (pasted = ''): void => {
    const field = textRef.current;
    if (field === null) return;
    const text = `${field.value}${pasted}`;
    // Setting the value empties the field's undo history as well.
    field.value = '';
    if (text.trim() !== '') onText(text);
  };

  return (
    <div className={styles['paste']}>
      <label htmlFor={id} className={styles['heading']}>
        {importWords.paste}
      </label>
      <textarea
        ref={textRef}
        id={id}
        className={`${inputStyles['input']} ${inputStyles['mono']}`}
        rows={3}
        aria-describedby={`${id}-help`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onPaste={onPaste}
      />
      <p id={`${id}-help`} className={styles['help']}>
        {importWords.pasteHelp}
      </p>
      <Button busy={busy} onClick={() => send()}>
        {importWords.read}
      </Button>
    </div>
  );
}
