import { type ComponentPropsWithRef, type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import inputStyles from '../../ui/Input.module.css';
import type { ControlProps } from './Field.tsx';
import styles from './KeyForm.module.css';

interface TextFileInputProps
  extends ControlProps,
    Pick<ComponentPropsWithRef<'textarea'>, 'defaultValue' | 'onInput'> {
  /** What the file chooser is called for screen readers. */
  readonly fileLabel: string;
  /** File name endings, as in `accept`. */
  readonly accept: string;
  /** UTF-16 units, as much as the contract takes. */
  readonly longest: number;
  readonly placeholder: string;
  /** Shows discs in place of the letters, and is emptied when the form goes. */
  readonly isMasked?: boolean;
  readonly isSecret?: boolean;
  /** A file could not be read, in words; empty when one could. */
  readonly onProblem: (words: string) => void;
}

/** Text of several lines: typed, pasted, dropped as a file, or read from a chosen one. It never leaves the page here. */
export function TextFileInput(props: TextFileInputProps): ReactNode {
  const { fileLabel, accept, longest, isMasked = false, isSecret = false, onProblem, ...rest } = props;
  const textRef = useRef<HTMLTextAreaElement>(null);
  const fileRef = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);

  const readFile = async (file: File | undefined): Promise<void> => {
    const area = textRef.current;
    if (file === undefined || area === null) return;
    if (file.size > longest) return onProblem(`${file.name} is too large for this field.`);
    const text = await file.text();
    if (text.includes('\u0000')) return onProblem(`${file.name} is not a text file.`);
    onProblem('');
    area.value = text;
    // As if it had been typed: the form learns of it in the usual way.
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const holdsFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

  return (
    <>
      <textarea
        {...rest}
        ref={textRef}
        className={`${inputStyles['input']} ${inputStyles['mono']} ${isMasked ? inputStyles['masked'] : ''}`}
        data-secret={isSecret ? '' : undefined}
        data-over={isOver || undefined}
        rows={3}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onDragOver={(event) => {
          if (!holdsFile(event)) return;
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          setIsOver(false);
          if (!holdsFile(event)) return;
          event.preventDefault();
          void readFile(event.dataTransfer.files[0]);
        }}
      />
      <input
        ref={fileRef}
        type="file"
        hidden
        aria-label={fileLabel}
        accept={accept}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          void readFile(file).then(() => {
            // Cleared, so that choosing the same file again is a change again.
            target.value = '';
          });
        }}
      />
      <span className={styles['fileButton']}>
        <Button onClick={() => fileRef.current?.click()}>Choose file…</Button>
      </span>
    </>
  );
}
