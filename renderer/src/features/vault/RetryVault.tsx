import { type ReactNode, useState } from 'react';
import type { VaultView } from '#contract/view';
import { healthFixWords } from '#contract/words/health-words';
import { needsRestart } from '#contract/words/vault-words';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';

interface RetryVaultProps {
  readonly vault: VaultView;
  readonly tone: 'primary' | 'quiet';
}

/** Asks the keyring again, or restarts Keyfob where asking again is in vain. */
export function RetryVault({ vault, tone }: RetryVaultProps): ReactNode {
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const isRestart = needsRestart(vault);
  const retry = async (): Promise<void> => {
    setBusy(true);
    await ask(isRestart ? 'app.restart' : 'vault.retry', {});
    setBusy(false);
  };
  return (
    <Button tone={tone} icon="refresh" busy={busy} onClick={() => void retry()}>
      {healthFixWords[isRestart ? 'restart' : 'retryVault']}
    </Button>
  );
}
