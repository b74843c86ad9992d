import { type ReactNode, useState } from 'react';
import type { VaultView } from '#contract/view';
import { backupWords } from '#contract/words/restore-words';
import { trustWords } from '#contract/words/trust-words';
import { storesBeforeWords } from '#contract/words/vault-words';
import { ask } from '../../bridge.ts';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Note } from '../../ui/Note.tsx';
import { useStoring } from '../settings/use-setting.ts';
import styles from './VaultNotes.module.css';

interface VaultNotesProps {
  readonly vault: VaultView;
  readonly onOpen: OpenDialogFn;
}

/** Above the list: that Keyfob is about to quit, that this is not the vault that was open last, that its key is worn; and what can be done. */
export function VaultNotes({ vault, onOpen }: VaultNotesProps): ReactNode {
  const [isSeen, setSeen] = useState(false);
  const isFromBackup = vault.isFromBackup === true && !isSeen;
  const isQuitting = vault.storesBefore === 'quit';
  if (vault.isOlder !== true && vault.isKeyWorn !== true && !isFromBackup && !isQuitting) return null;
  return (
    <section className={styles['notes']} aria-label="This vault">
      {isQuitting && (
        <div role="status">
          <Note icon="history">{storesBeforeWords.quit}</Note>
        </div>
      )}
      {isFromBackup && (
        <Note
          icon="history"
          tone="warning"
          action={
            <>
              <Button onClick={() => onOpen({ kind: 'backups' })}>{backupWords.open}</Button>
              <IconButton icon="close" label="Dismiss message" onClick={() => setSeen(true)} />
            </>
          }
        >
          {backupWords.fromBackup}
        </Note>
      )}
      {vault.isKeyWorn === true && (
        <Note
          icon="warning"
          tone="warning"
          action={
            <Button onClick={() => onOpen({ kind: 'protection', startWith: 'renewDataKey' })}>
              {trustWords.renew}
            </Button>
          }
        >
          {trustWords.worn}
        </Note>
      )}
      {vault.isOlder === true && <OlderNote onOpen={onOpen} />}
    </section>
  );
}

/** It stays until the user said which vault is right. */
function OlderNote({ onOpen }: Pick<VaultNotesProps, 'onOpen'>): ReactNode {
  const { bridge } = useServices();
  const { busy, failure, run } = useStoring();
  return (
    <>
      <Note
        icon="warning"
        tone="warning"
        action={
          <>
            <Button onClick={() => onOpen({ kind: 'backups' })}>{backupWords.restoreNewer}</Button>
            <Button busy={busy} onClick={() => void run(() => ask(bridge, 'vault.acceptOlder', {}))}>
              {backupWords.acceptOlder}
            </Button>
          </>
        }
      >
        {backupWords.older}
      </Note>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
