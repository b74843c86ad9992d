import { type ReactNode, useState } from 'react';
import type { BackupView } from '#contract/restore-view';
import { momentWords } from '#contract/words/date-words';
import {
  backupAgeWords,
  backupRestoredWords,
  backupWords,
  restoreBackupTitle,
  sizeWords,
} from '#contract/words/restore-words';
import { useServices } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useTry } from '../keys/use-try.ts';
import styles from './Backups.module.css';

/** Older copies of the vault, the newest first, and the way back to one. Open also while the vault is not. */
export function BackupsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const attempt = useTry();
  const { toasts } = useServices();
  const { state, isReloading, reload } = useAnswer('vault.listBackups');
  const [chosen, setChosen] = useState<BackupView | null>(null);
  return (
    <Dialog size="small" title={backupWords.title} onDismiss={onClose}>
      <DialogBody>
        {state.status === 'loading' && <Waiting words={backupWords.reading} />}
        {state.status === 'failed' && <FailureNote failure={state.failure} />}
        {state.status === 'ready' && <BackupList backups={state.value.backups} onChoose={setChosen} />}
      </DialogBody>
      <DialogFoot
        aside={
          state.status === 'failed' && (
            <Button icon="refresh" busy={isReloading} onClick={reload}>
              Try again
            </Button>
          )
        }
      >
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
      {chosen && (
        <ConfirmDialog
          title={restoreBackupTitle(chosen.madeAtMs)}
          confirm={backupWords.confirm}
          run={() => attempt('vault.restoreBackup', { backupId: chosen.id })}
          onDone={() => {
            onClose();
            toasts.show({
              tone: 'done',
              title: backupRestoredWords(chosen.madeAtMs),
              whatToDo: '',
              showsLocked: true,
            });
          }}
          onClose={() => setChosen(null)}
        >
          <p>{backupWords.replaced}</p>
          <p>{backupWords.setAside}</p>
        </ConfirmDialog>
      )}
    </Dialog>
  );
}

interface BackupListProps {
  readonly backups: readonly BackupView[];
  readonly onChoose: (backup: BackupView) => void;
}

function BackupList({ backups, onChoose }: BackupListProps): ReactNode {
  if (backups.length === 0) {
    return (
      <CenterPanel
        inDialog
        role="status"
        icon="history"
        title={backupWords.emptyTitle}
        text={backupWords.emptyText}
      />
    );
  }
  return (
    <>
      <p className={styles['about']}>{backupWords.about}</p>
      <ul className={styles['list']}>
        {backups.map((backup) => (
          <BackupItem key={backup.id} backup={backup} onChoose={onChoose} />
        ))}
      </ul>
    </>
  );
}

function BackupItem({
  backup,
  onChoose,
}: Pick<BackupListProps, 'onChoose'> & { readonly backup: BackupView }) {
  const { madeAtMs, sizeBytes } = backup;
  const ago = useNow((nowMs) => backupAgeWords(madeAtMs, nowMs));
  const made = momentWords(madeAtMs);
  return (
    <li className={styles['item']}>
      <div className={styles['words']}>
        <p>{made}</p>
        <p className={styles['facts']}>
          {ago} · {sizeWords(sizeBytes)}
        </p>
      </div>
      <Button aria-label={`Restore… the backup of ${made}`} onClick={() => onChoose(backup)}>
        {backupWords.restore}
      </Button>
    </li>
  );
}
