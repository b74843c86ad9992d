import { type ReactNode, useId, useState } from 'react';
import type { FailureView, KeyView, PresetView, Snapshot } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './DeleteDialog.module.css';

interface DeleteDialogProps {
  readonly subject: KeyView;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Asks before a key is forgotten, and says what forgetting does not do. */
export function DeleteDialog({ subject, snapshot, onClose }: DeleteDialogProps): ReactNode {
  const { bridge } = useServices();
  const textId = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureView | null>(null);
  const preset = snapshot.presets.find(({ id }) => id === subject.presetId);

  const remove = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(bridge, 'keys.delete', { keyId: subject.id });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.failure);
    onClose();
    // The button that opened this is gone with its row; the list is the next sensible place.
    document.querySelector<HTMLElement>('main')?.focus();
  };

  return (
    <Dialog
      size="small"
      role="alertdialog"
      describedBy={textId}
      onDismiss={onClose}
      title={
        <>
          Delete “<OutsideText text={subject.name} />” from Keyfob?
        </>
      }
    >
      <div id={textId} className={styles['text']}>
        <p>Keyfob forgets the key and its token. This cannot be undone.</p>
        <p>
          <strong>
            The key still lives at <OutsideText text={subject.providerName} />:
          </strong>{' '}
          deleting it here does not revoke it. Whoever holds a copy can go on using it until it is deleted
          there, too.
        </p>
        {failure && <FailureNote failure={failure} />}
      </div>
      <DialogFoot aside={preset && <ProviderPageButton preset={preset} />}>
        <Button data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button tone="danger" busy={busy} onClick={() => void remove()}>
          Delete key
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** Opens the page where the key can be revoked, or what comes nearest to it. */
function ProviderPageButton({ preset }: { readonly preset: PresetView }): ReactNode {
  const askOrToast = useAsk();
  const link = preset.links.find(({ id }) => id === 'console') ?? preset.links[0];
  if (link === undefined) return null;
  return (
    <Button
      tone="quiet"
      icon="external"
      onClick={() => void askOrToast('app.openLink', { presetId: preset.id, link: link.id })}
    >
      {link.id === 'console' ? 'Open provider console' : 'Open documentation'}
    </Button>
  );
}
