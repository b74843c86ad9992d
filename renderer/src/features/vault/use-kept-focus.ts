import { useEffect, useRef } from 'react';
import type { SnapshotState } from '../../state/snapshot-store.ts';

/**
 * Where the focus went with the view that held it, as the list goes with a lock, it comes to the view in its place: to the
 * button that unlocks, else to the main part. Not in the first view: there it begins at the top of the window.
 */
export function useKeptFocus(state: SnapshotState): void {
  const vault = state.status === 'ready' ? state.snapshot.vault.state : 'opening';
  const view = vault === 'opening' || vault === 'locked' ? vault : 'open';
  const isFirst = useRef(true);
  useEffect(() => {
    if (view === 'opening') return;
    if (!isFirst.current && document.activeElement === document.body)
      (document.querySelector<HTMLElement>('[data-unlock]') ?? document.querySelector('main'))?.focus();
    isFirst.current = false;
  }, [view]);
}
