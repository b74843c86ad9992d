import type { ReactNode } from 'react';
import type { VaultView } from '#contract/view';
import { healthSummary, healthTexts } from '#contract/words/health-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import items from '../../ui/ItemList.module.css';
import { Waiting } from '../../ui/Waiting.tsx';
import { HealthItem } from './HealthItem.tsx';

interface HealthDialogProps {
  /** What is told of it is read anew when it changes, as by an unlock. */
  readonly vault: VaultView;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** How each protection really stands now, and how to mend it. */
export function HealthDialog({ vault, onOpen, onClose }: HealthDialogProps): ReactNode {
  const { state, isReloading, reload } = useAnswer('health.read', vault);
  return (
    <Dialog size="large" title={healthTexts.title} onDismiss={onClose}>
      <DialogBody>
        {state.status === 'loading' && <Waiting words={healthTexts.looking} />}
        {state.status === 'failed' && <FailureNote failure={state.failure} />}
        {state.status === 'ready' && (
          <>
            <p role="status">{healthSummary(state.value.items)}</p>
            <ul className={items['list']}>
              {state.value.items.map((item) => (
                <HealthItem key={item.subject} item={item} onOpen={onOpen} onChanged={reload} />
              ))}
            </ul>
          </>
        )}
      </DialogBody>
      <DialogFoot
        aside={
          <Button icon="refresh" busy={isReloading} onClick={reload}>
            {healthTexts.again}
          </Button>
        }
      >
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
