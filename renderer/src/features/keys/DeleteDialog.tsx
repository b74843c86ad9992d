import type { ReactNode } from 'react';
import type { KeyView, PresetView } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { useTry } from './use-try.ts';

interface DeleteDialogProps {
  readonly subject: KeyView;
  readonly presets: readonly PresetView[];
  readonly onClose: () => void;
}

/** Asks before a key is forgotten, and says what forgetting does not do. */
export function DeleteDialog({ subject, presets, onClose }: DeleteDialogProps): ReactNode {
  const attempt = useTry();
  const preset = presets.find(({ id }) => id === subject.presetId);
  return (
    <ConfirmDialog
      title={
        <>
          Delete “<OutsideText text={subject.name} />” from Keyfob?
        </>
      }
      confirm="Delete key"
      aside={preset && <ProviderPageButton preset={preset} />}
      run={() => attempt('keys.delete', { keyId: subject.id })}
      // The button that opened this is gone with its row; the list is the next sensible place.
      onDone={() => document.querySelector<HTMLElement>('main')?.focus()}
      onClose={onClose}
    >
      <p>Keyfob forgets the key and its token. This cannot be undone.</p>
      <p>
        <strong>
          The key still lives at <OutsideText text={subject.providerName} />:
        </strong>{' '}
        deleting it here does not revoke it. Whoever holds a copy can go on using it until it is deleted
        there, too.
      </p>
    </ConfirmDialog>
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
