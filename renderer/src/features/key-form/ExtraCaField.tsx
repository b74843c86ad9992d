import { type ReactNode, useState } from 'react';
import { failureWords } from '#contract/words/failure-words';
import { CertificateList } from './CertificateList.tsx';
import { controlLabels, control as names } from './control-names.ts';
import { Field } from './Field.tsx';
import { TextFileInput } from './TextFileInput.tsx';
import { useCertificates } from './use-certificates.ts';

/** As much as the contract takes. */
const longestPem = 262_144;

interface ExtraCaFieldProps {
  readonly original: string | null;
  readonly error: string | undefined;
}

/** Certificates of a private certificate authority, and what they say of themselves. */
export function ExtraCaField({ original, error }: ExtraCaFieldProps): ReactNode {
  const [fileProblem, setFileProblem] = useState('');
  const { certificates, failure, inspect } = useCertificates(original);
  const label = controlLabels[names.extraCa];
  const words = failure && failureWords({ ...failure, field: label });
  const found = fileProblem || (words ? `${words.title} ${words.whatToDo}` : '');

  return (
    <Field
      name={names.extraCa}
      label={label}
      help="PEM. Trusted for this key’s calls, in addition to the system’s certificates."
      error={error ?? (found || undefined)}
    >
      {(control) => (
        <>
          <TextFileInput
            {...control}
            fileLabel="CA certificate file"
            accept=".pem,.crt,.cer,.ca-bundle"
            longest={longestPem}
            defaultValue={original ?? ''}
            placeholder="-----BEGIN CERTIFICATE-----"
            onProblem={setFileProblem}
            onInput={({ currentTarget }) => {
              setFileProblem('');
              inspect(currentTarget.value);
            }}
          />
          <CertificateList certificates={certificates} />
        </>
      )}
    </Field>
  );
}
