import { type ReactNode, useLayoutEffect, useState } from 'react';
import type { Snapshot } from '#contract/view';
import { healthTexts } from '#contract/words/health-words';
import { backupWords } from '#contract/words/restore-words';
import { trustWords } from '#contract/words/trust-words';
import { vaultWords } from '#contract/words/vault-words';
import type { OpenDialogFn, ProtectionQuestion } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { SettingSection } from '../settings/SettingField.tsx';
import { LockSettings, SecretSettings } from './LockSettings.tsx';
import styles from './Protection.module.css';
import { ProtectionQuestionDialog } from './ProtectionQuestionDialog.tsx';
import { WaysIn } from './WaysIn.tsx';

interface ProtectionDialogProps {
  readonly snapshot: Snapshot;
  /** A question to begin with. */
  readonly startWith: ProtectionQuestion | null;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** What protects the vault and against what, and all that can be changed about it. */
export function ProtectionDialog({ snapshot, startWith, onOpen, onClose }: ProtectionDialogProps): ReactNode {
  const { vault, settings } = snapshot;
  const [question, setQuestion] = useState<ProtectionQuestion | null>(null);
  // Once this dialog stands: of two that open together the browser puts the inner one below the outer.
  useLayoutEffect(() => setQuestion(startWith), [startWith]);
  const hasPassphrase = vault.slots.includes('passphrase');
  return (
    <Dialog size="small" title={trustWords.title} onDismiss={onClose}>
      <DialogBody>
        <Note
          icon={vault.state === 'sessionOnly' ? 'warning' : 'shield'}
          tone={vault.state === 'sessionOnly' ? 'warning' : 'plain'}
        >
          {vaultWords(vault)}
        </Note>
        <WaysIn slots={vault.slots} onAsk={setQuestion} />
        {hasPassphrase && <LockSettings settings={settings} />}
        <SecretSettings settings={settings} hasPassphrase={hasPassphrase} />
        {vault.slots.length > 0 && (
          <SettingSection title={trustWords.encryption}>
            <div className={styles['aside']}>
              <p className={`${styles['help']} ${styles['words']}`}>{trustWords.renewHelp}</p>
              <Button onClick={() => setQuestion('renewDataKey')}>{trustWords.renew}</Button>
            </div>
          </SettingSection>
        )}
      </DialogBody>
      <DialogFoot
        aside={
          <>
            <Button tone="quiet" onClick={() => onOpen({ kind: 'health' })}>
              {healthTexts.open}
            </Button>
            <Button tone="quiet" onClick={() => onOpen({ kind: 'backups' })}>
              {backupWords.open}
            </Button>
          </>
        }
      >
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
      {question !== null && (
        <ProtectionQuestionDialog
          key={question}
          question={question}
          slots={vault.slots}
          onClose={() => setQuestion(null)}
        />
      )}
    </Dialog>
  );
}
