import type { ReactNode } from 'react';
import type { VaultView } from '#contract/view';
import { trustWords } from '#contract/words/trust-words';
import type { ProtectionQuestion } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { SettingSection } from '../settings/SettingField.tsx';
import styles from './Protection.module.css';

interface WaysInProps {
  readonly slots: VaultView['slots'];
  readonly onAsk: (question: ProtectionQuestion) => void;
}

/** What opens the vault, and how to change that. A way is taken away only while another one is left. */
export function WaysIn({ slots, onAsk }: WaysInProps): ReactNode {
  const hasPassphrase = slots.includes('passphrase');
  const hasKeyring = slots.includes('os');
  const hasRecovery = slots.includes('recovery');
  const button = (question: ProtectionQuestion, words: string, label?: string): ReactNode => (
    <Button aria-label={label} onClick={() => onAsk(question)}>
      {words}
    </Button>
  );
  return (
    <SettingSection title={trustWords.ways}>
      <ul className={styles['ways']}>
        <Way name={trustWords.passphrase} isUsed={hasPassphrase} help={passphraseHelp(slots)}>
          {!hasPassphrase && button('setPassphrase', trustWords.set)}
          {hasPassphrase && button('changePassphrase', trustWords.change, 'Change the passphrase…')}
          {hasPassphrase &&
            hasKeyring &&
            button('removePassphrase', trustWords.remove, 'Remove the passphrase…')}
        </Way>
        <Way name={trustWords.keyring} isUsed={hasKeyring} help={keyringHelp(slots)}>
          {!hasKeyring && slots.length > 0 && button('useKeyring', trustWords.useKeyring, 'Use the keyring…')}
          {hasKeyring &&
            hasPassphrase &&
            button('stopKeyring', trustWords.stopKeyring, 'Stop using the keyring…')}
        </Way>
        <Way
          name={trustWords.recovery}
          isUsed={hasRecovery}
          help={hasRecovery ? trustWords.recoveryMade : trustWords.recoveryNone}
        >
          {slots.length > 0 && button('makeRecoveryCode', hasRecovery ? trustWords.makeNew : trustWords.make)}
        </Way>
      </ul>
    </SettingSection>
  );
}

function passphraseHelp(slots: VaultView['slots']): string {
  if (slots.includes('passphrase')) return trustWords.passphraseSet;
  return slots.length === 0 ? trustWords.passphraseNoVault : trustWords.passphraseNone;
}

function keyringHelp(slots: VaultView['slots']): string {
  if (slots.includes('os')) return trustWords.keyringUsed;
  return slots.length === 0 ? trustWords.keyringNone : trustWords.keyringUnused;
}

interface WayProps {
  readonly name: string;
  readonly isUsed: boolean;
  readonly help: string;
  readonly children: ReactNode;
}

function Way({ name, isUsed, help, children }: WayProps): ReactNode {
  return (
    <li className={styles['way']} data-used={isUsed || undefined}>
      <Glyph name={isUsed ? 'check' : 'minus'} />
      <div className={styles['words']}>
        <h4 className={styles['name']}>
          {name}
          <VisuallyHidden>{isUsed ? ': in use' : ': not in use'}</VisuallyHidden>
        </h4>
        <p className={styles['help']}>{help}</p>
      </div>
      <div className={styles['buttons']}>{children}</div>
    </li>
  );
}
