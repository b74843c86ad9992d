import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { useServices } from '../../state/services.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { useTry } from './use-try.ts';

interface RevokeDialogProps {
  readonly subject: KeyView;
  readonly onClose: () => void;
}

/** Asks before a token is taken back: it may be in use elsewhere. */
export function RevokeDialog({ subject, onClose }: RevokeDialogProps): ReactNode {
  const attempt = useTry();
  const { toasts } = useServices();
  return (
    <ConfirmDialog
      title={
        <>
          Revoke the token of “<OutsideText text={subject.name} />
          ”?
        </>
      }
      confirm="Revoke token"
      run={() => attempt('tokens.revoke', { keyId: subject.id })}
      onDone={() =>
        toasts.show({ tone: 'done', title: 'Token revoked', whatToDo: `Token of ${subject.name}` })
      }
      onClose={onClose}
    >
      <p>
        Programs that use it stop working: <OutsideText text={subject.providerName} /> no longer accepts this
        token, and Keyfob forgets it.
      </p>
      <p>The key stays as it is. The next copy gets a new token.</p>
    </ConfirmDialog>
  );
}
