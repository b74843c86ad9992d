import { type ReactNode, useState } from 'react';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';

/** Asks the keyring again. */
export function RetryVault({ tone }: { readonly tone: 'primary' | 'quiet' }): ReactNode {
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const retry = async (): Promise<void> => {
    setBusy(true);
    await ask('vault.retry', {});
    setBusy(false);
  };
  return (
    <Button tone={tone} icon="refresh" busy={busy} onClick={() => void retry()}>
      Try again
    </Button>
  );
}
