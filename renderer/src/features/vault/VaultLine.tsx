import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { healthTexts } from '#contract/words/health-words';
import { backupWords } from '#contract/words/restore-words';
import { isPlainLock, trustWords } from '#contract/words/trust-words';
import { vaultWarning, vaultWords } from '#contract/words/vault-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
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

interface VaultLineProps {
  readonly snapshot: Snapshot;
  readonly onOpen: OpenDialogFn;
}

/** The foot of the window: always says what protects the keys, and when the clipboard is cleared. */
export function VaultLine({ snapshot, onOpen }: VaultLineProps): ReactNode {
  const { vault } = snapshot;
  const warning = vaultWarning(vault);
  // What is in the way, and the way out, stand in the place of the list.
  const isClosed = vault.state === 'locked' && !isPlainLock(vault);
  return (
    <footer className={styles['foot']} data-state={vault.state} data-warning={warning !== null || undefined}>
      <p className={styles['line']}>
        <Glyph name={warning === null ? icons[vault.state] : 'warning'} />
        <span>{warning ?? (isClosed ? trustWords.closed : vaultWords(vault))}</span>
      </p>
      <div className={styles['side']}>
        <span className={styles['buttons']}>
          {vault.state === 'sessionOnly' && <RetryVault vault={vault} tone="quiet" />}
          {warning !== null && (
            <Button tone="quiet" onClick={() => onOpen({ kind: 'backups' })}>
              {backupWords.open}
            </Button>
          )}
          {vault.state !== 'locked' && (
            <Button tone="quiet" onClick={() => onOpen({ kind: 'protection', startWith: null })}>
              {trustWords.open}
            </Button>
          )}
          <Button tone="quiet" onClick={() => onOpen({ kind: 'health' })}>
            {healthTexts.open}
          </Button>
        </span>
        <ClipboardLine snapshot={snapshot} />
      </div>
    </footer>
  );
}
