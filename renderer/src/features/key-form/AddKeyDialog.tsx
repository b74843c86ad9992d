import { type ReactNode, useState } from 'react';
import type { PresetView, Snapshot } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { KeyForm } from './KeyForm.tsx';
import { PresetGallery } from './PresetGallery.tsx';
import { useDiscardGuard } from './use-discard-guard.ts';

interface AddKeyDialogProps {
  readonly snapshot: Snapshot;
  /** A provider that was chosen already. */
  readonly startWith: string | null;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** Adds a key: choose the provider, fill its form, test, save. */
export function AddKeyDialog({ snapshot, startWith, onOpen, onClose }: AddKeyDialogProps): ReactNode {
  const choose = (presetId: string | null): PresetView | null =>
    snapshot.presets.find(({ id }) => id === presetId) ?? null;
  // The preset itself, not its id: a form that is being filled in stays, even if its preset file goes or changes.
  const [preset, setPreset] = useState(() => choose(startWith));
  const guard = useDiscardGuard();
  const close = (): void => guard.leave(onClose);

  return (
    // A new dialog for each step, so that focus and scroll start afresh.
    <Dialog
      key={preset?.id}
      size="large"
      onDismiss={close}
      title={
        preset ? (
          <>
            Add a key: <OutsideText text={preset.name} />
          </>
        ) : (
          'Add a key'
        )
      }
    >
      {preset ? (
        <KeyForm
          snapshot={snapshot}
          preset={preset}
          original={null}
          onDirty={guard.markDirty}
          onCancel={close}
          onBack={() => guard.leave(() => setPreset(null))}
          onSaved={onClose}
        />
      ) : (
        <PresetGallery
          snapshot={snapshot}
          onChoose={(presetId) => setPreset(choose(presetId))}
          onOpen={onOpen}
          onCancel={onClose}
        />
      )}
      {guard.asking && <DiscardDialog onKeep={guard.keep} onDiscard={guard.discard} />}
    </Dialog>
  );
}
