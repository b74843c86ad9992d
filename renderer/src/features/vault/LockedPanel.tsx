import { type ReactNode, useEffect } from 'react';
import type { VaultView } from '#contract/view';
import { isBeyondRetry, isPlainLock, lockedWords, unlockWords } from '#contract/words/trust-words';
import { storesBeforeWords } from '#contract/words/vault-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { focusInput, secretNames } from '../protection/secret-form.ts';
import { RetryVault } from './RetryVault.tsx';
import styles from './Unlock.module.css';
import { UnlockFields, UnlockOutcome } from './UnlockFields.tsx';
import { type Unlock, useUnlock } from './use-unlock.ts';
import { WaysOut } from './WaysOut.tsx';

interface LockedPanelProps {
  readonly vault: VaultView;
  readonly onOpen: OpenDialogFn;
}

/** In place of the list while the vault is closed: why, the ways in, and the ways out when none is left. */
export function LockedPanel({ vault, onOpen }: LockedPanelProps): ReactNode {
  const words = lockedWords(vault);
  // The list comes in this panel's place; the keyboard goes on there.
  const unlock = useUnlock('vault.unlock', vault, () => document.querySelector<HTMLElement>('main')?.focus());
  const isLock = isPlainLock(vault);
  const isBroken = isBeyondRetry(vault) && vault.detail !== 'keyChanged';
  const isTyped = vault.slots.includes('passphrase') || vault.slots.includes('recovery');
  const keyring = isLock && vault.slots.includes('os') && (
    <Button
      tone={isTyped ? 'quiet' : 'primary'}
      data-unlock
      busy={unlock.busy === 'keyring'}
      onClick={unlock.useKeyring}
    >
      {isTyped ? unlockWords.withKeyring : unlockWords.unlock}
    </Button>
  );
  return (
    <CenterPanel icon="lock" title={words.title} text={words.text}>
      {vault.storesBefore && (
        <p className={styles['wait']} role="status">
          {storesBeforeWords[vault.storesBefore]}
        </p>
      )}
      {isTyped ? (
        <UnlockForm unlock={unlock} others={isLock ? keyring : <RetryVault vault={vault} tone="quiet" />} />
      ) : (
        <>
          <UnlockOutcome {...unlock} />
          {/* A damaged file does not mend by itself: there the ways out come first. */}
          {keyring || <RetryVault vault={vault} tone={isBroken ? 'quiet' : 'primary'} />}
        </>
      )}
      {isBeyondRetry(vault) && <WaysOut isBest={isBroken} onOpen={onOpen} />}
      {/* Not behind a lock: there no backup takes the vault's place. */}
      {isTyped && vault.detail === 'passphraseNeeded' && (
        <details className={styles['forgot']}>
          <summary>{unlockWords.forgot}</summary>
          <p className={styles['help']}>{unlockWords.forgotHelp}</p>
          <WaysOut isBest={false} onOpen={onOpen} />
        </details>
      )}
    </CenterPanel>
  );
}

interface UnlockFormProps {
  readonly unlock: Unlock;
  /** Buttons for the ways that need no typing. */
  readonly others: ReactNode;
}

function UnlockForm({ unlock, others }: UnlockFormProps): ReactNode {
  const { formRef, way, other } = unlock;
  useEffect(() => {
    // Again when the way changed: its field is another one.
    if (way) focusInput(formRef.current, secretNames.wayIn);
  }, [formRef, way]);
  return (
    <form
      ref={formRef}
      className={styles['panel']}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        unlock.submit();
      }}
    >
      <UnlockFields unlock={unlock} />
      <Button
        type="submit"
        tone="primary"
        busy={unlock.busy === 'typed'}
        aria-disabled={unlock.waitS > 0 || undefined}
      >
        {unlockWords.unlock}
      </Button>
      <div className={styles['others']}>
        {others}
        {other !== null && (
          <Button tone="quiet" onClick={unlock.useOther}>
            {other === 'recovery' ? unlockWords.useRecovery : unlockWords.usePassphrase}
          </Button>
        )}
      </div>
    </form>
  );
}
