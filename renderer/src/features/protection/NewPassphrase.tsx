import { type ReactNode, useState } from 'react';
import { newPassphraseWords, type PassphraseStrength, strengthWords } from '#contract/words/trust-words';
import { PassphraseField } from '../../ui/PassphraseField.tsx';
import { passphraseStrength, shortestPassphrase } from './passphrase-strength.ts';
import { secretNames } from './secret-form.ts';

/** What is wrong with the inputs, by their names. */
export type SecretErrors = Readonly<Partial<Record<string, string>>>;

/** A new passphrase, twice, with advice while it is typed. Only the advice is kept. */
export function NewPassphrase(props: { readonly label: string; readonly errors: SecretErrors }): ReactNode {
  const [strength, setStrength] = useState<PassphraseStrength>('none');
  return (
    <>
      <PassphraseField
        name={secretNames.fresh}
        label={props.label}
        help={<span data-strength={strength}>{strengthWords[strength]}</span>}
        error={props.errors[secretNames.fresh]}
        onText={(text) => setStrength(passphraseStrength(text))}
      />
      <PassphraseField
        name={secretNames.again}
        label={newPassphraseWords.again}
        error={props.errors[secretNames.again]}
      />
    </>
  );
}

/** Why a new passphrase cannot be taken; empty when it can. */
export function checkNewPassphrase(read: (name: string) => string): SecretErrors {
  const fresh = read(secretNames.fresh);
  if (fresh.length < shortestPassphrase) return { [secretNames.fresh]: newPassphraseWords.tooShort };
  if (fresh !== read(secretNames.again)) return { [secretNames.again]: newPassphraseWords.different };
  return {};
}
