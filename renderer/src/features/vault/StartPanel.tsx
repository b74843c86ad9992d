import type { ReactNode } from 'react';
import { failureWords } from '#contract/words/failure-words';
import { useServices } from '../../state/services.ts';
import type { SnapshotState } from '../../state/snapshot-store.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { Spinner } from '../../ui/Spinner.tsx';

/** Before the vault is open: waiting, or why there is nothing to show. */
export function StartPanel({ state }: { readonly state: SnapshotState }): ReactNode {
  const { snapshots } = useServices();
  if (state.status === 'failed') {
    const words = failureWords(state.failure);
    return (
      <CenterPanel alone icon="warning" role="alert" title={words.title} text={words.whatToDo}>
        <Button tone="primary" icon="refresh" onClick={() => void snapshots.load()}>
          Try again
        </Button>
      </CenterPanel>
    );
  }
  return (
    <CenterPanel
      alone
      role="status"
      title={state.status === 'loading' ? 'Loading…' : 'Opening the vault…'}
      text=""
    >
      <Spinner />
    </CenterPanel>
  );
}
