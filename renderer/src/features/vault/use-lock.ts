import { useCallback, useEffect } from 'react';
import type { VaultView } from '#contract/view';
import { useAsk } from '../../state/use-ask.ts';

/** Whether the platform's command key is ⌘. */
const isMac = navigator.userAgent.includes('Mac');

/** The shortcut as it stands in a tooltip, and as `aria-keyshortcuts` wants it. */
export const lockShortcut = isMac
  ? ({ shown: '⌘L', aria: 'Meta+L' } as const)
  : ({ shown: 'Ctrl+L', aria: 'Control+L' } as const);

/** Whether there is something to lock. */
export function canLock({ state }: Pick<VaultView, 'state'>): boolean {
  return state !== 'locked' && state !== 'opening';
}

/** Locks the vault at once, whatever is open. */
export function useLock(): () => void {
  const ask = useAsk();
  return useCallback(() => void ask('vault.lock', {}), [ask]);
}

/** Locks by the shortcut, also over an open dialog. */
export function useLockShortcut(isOffered: boolean): void {
  const lock = useLock();
  useEffect(() => {
    if (!isOffered) return;
    const onKey = (event: KeyboardEvent): void => {
      const command = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!command || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'l') return;
      event.preventDefault();
      if (!event.repeat) lock();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOffered, lock]);
}
