import { type ChangeEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { controlLabels, control as names } from './control-names.ts';
import { Field } from './Field.tsx';
import styles from './KeyForm.module.css';

/** As much as the contract takes. */
const longestPem = 262_144;

interface ExtraCaFieldProps {
  readonly original: string | null;
  readonly error: string | undefined;
  readonly onFilled: () => void;
}

/** Certificates of a private certificate authority: pasted, or read from a file here in the page. */
export function ExtraCaField({ original, error, onFilled }: ExtraCaFieldProps): ReactNode {
  const textRef = useRef<HTMLTextAreaElement>(null);
  const fileRef = useRef<HTMLInputElement>(null);
  const [fileError, setFileError] = useState('');

  const readFile = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    // Cleared, so that choosing the same file again is a change again.
    const chosen = event.target;
    if (file === undefined || textRef.current === null) return;
    if (file.size > longestPem) setFileError(`${file.name} is too large for a certificate file.`);
    else {
      setFileError('');
      textRef.current.value = await file.text();
      onFilled();
    }
    chosen.value = '';
  };

  return (
    <Field
      name={names.extraCa}
      label={controlLabels[names.extraCa]}
      help="PEM. Trusted for this key’s calls, in addition to the system’s certificates."
      error={error ?? (fileError || undefined)}
    >
      {({ required: _, ...control }) => (
        <>
          <textarea
            {...control}
            ref={textRef}
            className={`${styles['input']} ${styles['mono']}`}
            rows={3}
            defaultValue={original ?? ''}
            placeholder="-----BEGIN CERTIFICATE-----"
            autoComplete="off"
            spellCheck={false}
          />
          <input
            ref={fileRef}
            type="file"
            hidden
            aria-label="CA certificate file"
            accept=".pem,.crt,.cer,.ca-bundle"
            onChange={(event) => void readFile(event)}
          />
          <span className={styles['fileButton']}>
            <Button onClick={() => fileRef.current?.click()}>Choose file…</Button>
          </span>
        </>
      )}
    </Field>
  );
}
