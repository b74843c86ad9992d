import { useSyncExternalStore } from 'react';
import { useServices } from './services.ts';
import type { SnapshotState } from './snapshot-store.ts';

/** The newest snapshot, or why there is none. */
export function useSnapshot(): SnapshotState {
  const { snapshots } = useServices();
  return useSyncExternalStore(snapshots.subscribe, snapshots.current);
}
