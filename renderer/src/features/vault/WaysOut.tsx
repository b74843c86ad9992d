import type { ReactNode } from 'react';
import { unlockWords } from '#contract/words/trust-words';
import { ask } from '../../bridge.ts';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useStoring } from '../settings/use-setting.ts';
import styles from './Unlock.module.css';

interface WaysOutProps {
  /** Nothing else helps. */
  readonly isBest: boolean;
  readonly onOpen: OpenDialogFn;
}

/** What is left when the present vault opens no more. Both keep it: it is moved aside. */
export function WaysOut({ isBest, onOpen }: WaysOutProps): ReactNode {
  const { bridge } = useServices();
  const { busy, failure, run } = useStoring();
  return (
    <div className={styles['waysOut']}>
      <div className={styles['others']}>
        <Button tone={isBest ? 'primary' : 'secondary'} onClick={() => onOpen({ kind: 'backups' })}>
          {unlockWords.restoreBackup}
        </Button>
        {/* The main process asks before, in a dialog that no page can forge. */}
        <Button busy={busy} onClick={() => void run(() => ask(bridge, 'vault.startAnew', {}))}>
          {unlockWords.startAnew}
        </Button>
      </div>
      <p className={styles['help']}>{unlockWords.waysOutHelp}</p>
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
