import { type ReactNode, useState } from 'react';
import type { Snapshot } from '#contract/view';
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
  readonly onClose: () => void;
}

/** Adds a key: choose the provider, fill its form, test, save. */
export function AddKeyDialog({ snapshot, startWith, onClose }: AddKeyDialogProps): ReactNode {
  const [presetId, setPresetId] = useState(startWith);
  const guard = useDiscardGuard();
  const preset = snapshot.presets.find(({ id }) => id === presetId);
  const close = (): void => guard.leave(onClose);

  return (
    // A new dialog for each step, so that focus and scroll start afresh.
    <Dialog
      key={presetId}
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
          onBack={() => guard.leave(() => setPresetId(null))}
          onSaved={onClose}
        />
      ) : (
        <PresetGallery presets={snapshot.presets} onChoose={setPresetId} onCancel={onClose} />
      )}
      {guard.asking && <DiscardDialog onKeep={guard.keep} onDiscard={guard.discard} />}
    </Dialog>
  );
}
