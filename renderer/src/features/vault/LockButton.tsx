import type { ReactNode } from 'react';
import { unlockWords } from '#contract/words/trust-words';
import { IconButton } from '../../ui/IconButton.tsx';
import { lockShortcut, useLock } from './use-lock.ts';

/** Locks the vault. The tooltip names the shortcut. */
export function LockButton(): ReactNode {
  const lock = useLock();
  return (
    <IconButton
      icon="lock"
      label={unlockWords.lock}
      hint={`${unlockWords.lock} (${lockShortcut.shown})`}
      aria-keyshortcuts={lockShortcut.aria}
      onClick={lock}
    />
  );
}
