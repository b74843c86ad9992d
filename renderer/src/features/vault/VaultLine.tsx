import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { vaultWarning, vaultWords } from '#contract/words/vault-words';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import { ClipboardLine } from './ClipboardLine.tsx';
import { RetryVault } from './RetryVault.tsx';
import styles from './VaultLine.module.css';

const icons: Record<Snapshot['vault']['state'], IconName> = {
  opening: 'lock',
  osProtected: 'shield',
  passphraseProtected: 'shield',
  sessionOnly: 'warning',
  locked: 'lock',
};

/** The foot of the window: always says what protects the keys, and when the clipboard is cleared. */
export function VaultLine({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const { vault } = snapshot;
  const warning = vaultWarning(vault);
  return (
    <footer className={styles['foot']} data-state={vault.state} data-warning={warning !== null || undefined}>
      <p className={styles['line']}>
        <Glyph name={warning === null ? icons[vault.state] : 'warning'} />
        <span>{warning ?? vaultWords(vault)}</span>
      </p>
      {vault.state === 'sessionOnly' && <RetryVault tone="quiet" />}
      <ClipboardLine snapshot={snapshot} />
    </footer>
  );
}
