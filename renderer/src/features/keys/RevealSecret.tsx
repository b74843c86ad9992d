import type { ReactNode } from 'react';
import { visibleText } from '#contract/words/visible-text';
import { IconButton } from '../../ui/IconButton.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { ConfirmUser } from '../vault/ConfirmUser.tsx';
import styles from './RevealSecret.module.css';
import type { Reveal } from './use-reveal.ts';

/** Always as long, so that it says nothing about the secret. */
const mask = '••••••••';

interface RevealSecretProps {
  readonly keyName: string;
  readonly secrets: readonly { readonly id: string; readonly label: string }[];
  readonly reveal: Reveal;
}

/** The masked secrets of a key, each with its eye. The revealed value itself is shown below the row. */
export function RevealSecret({ keyName, secrets, reveal }: RevealSecretProps): ReactNode {
  if (secrets.length === 0) return '-';
  return secrets.map(({ id, label }) => {
    const shown = reveal.revealed?.fieldId === id;
    return (
      <span key={id} className={styles['secret']}>
        <span className={styles['mask']} aria-hidden="true">
          {mask}
        </span>
        {!shown && <VisuallyHidden>{label} hidden</VisuallyHidden>}
        <IconButton
          icon={shown ? 'eyeOff' : 'eye'}
          label={`Reveal ${label} of ${visibleText(keyName)}`}
          hint={shown ? `Hide ${label}` : `Reveal ${label}`}
          aria-pressed={shown}
          onClick={() => reveal.toggle(id)}
        />
        {reveal.unconfirmed === id && <ConfirmUser onConfirmed={reveal.confirmed} onClose={reveal.cancel} />}
      </span>
    );
  });
}
