import type { ReactNode } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { useDiscardGuard } from './use-discard-guard.ts';

interface GuardedDialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** Draws what stands in it. `onDirty`: something was entered. `onCancel`: closes, after a question if so. */
  readonly children: (guard: { readonly onDirty: () => void; readonly onCancel: () => void }) => ReactNode;
}

/** A large dialog with a form about one key: what was typed is not lost by one key press. */
export function GuardedDialog({ title, onClose, children }: GuardedDialogProps): ReactNode {
  const guard = useDiscardGuard();
  const close = (): void => guard.leave(onClose);
  return (
    <Dialog size="large" onDismiss={close} title={title}>
      {children({ onDirty: guard.markDirty, onCancel: close })}
      {guard.asking && <DiscardDialog onKeep={guard.keep} onDiscard={guard.discard} />}
    </Dialog>
  );
}
