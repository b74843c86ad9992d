import type { ReactNode } from 'react';
import type { KeyView, SettingsView } from '#contract/view';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { KeyEnd } from './KeyEnd.tsx';
import { RefreshMode } from './RefreshMode.tsx';
import { TokenDetails } from './TokenDetails.tsx';

interface DetailsDialogProps {
  readonly subject: KeyView;
  readonly settings: SettingsView;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** How a key and its token are, why, and how Keyfob is to look after them. Each choice holds at once. */
export function DetailsDialog({ subject, settings, onOpen, onClose }: DetailsDialogProps): ReactNode {
  const leave = (): void => {
    // What was typed is stored when its input is left; the browser does not say so of one that is taken away.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    onClose();
  };
  return (
    <Dialog
      size="small"
      onDismiss={leave}
      title={
        <>
          Details of <OutsideText text={subject.name} />
        </>
      }
    >
      <DialogBody>
        <TokenDetails subject={subject} />
        {subject.keyKind !== 'static' && <RefreshMode subject={subject} />}
        <KeyEnd subject={subject} settings={settings} />
      </DialogBody>
      <DialogFoot
        aside={
          <Button tone="quiet" icon="history" onClick={() => onOpen({ kind: 'activity', keyId: subject.id })}>
            Activity…
          </Button>
        }
      >
        <Button onClick={leave}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}
