import type { ReactNode } from 'react';
import type { VaultView } from '#contract/view';
import { vaultWords } from '#contract/words/vault-words';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { RetryVault } from './RetryVault.tsx';

/** In place of the list while the vault is closed: why, and the way out. */
export function LockedPanel({ vault }: { readonly vault: VaultView }): ReactNode {
  return (
    <CenterPanel icon="lock" title="The vault is locked" text={vaultWords(vault)}>
      <RetryVault tone="primary" />
    </CenterPanel>
  );
}
