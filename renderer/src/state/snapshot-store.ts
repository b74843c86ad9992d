import type { KeyfobBridge } from '#contract/calls';
import type { FailureView, Snapshot } from '#contract/view';
import { ask } from '../bridge.ts';
import { shareUnchanged } from './share-unchanged.ts';

/** What the page knows of the app. */
export type SnapshotState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: FailureView }
  | { readonly status: 'ready'; readonly snapshot: Snapshot };

/** Holds the newest snapshot for `useSyncExternalStore`. */
export interface SnapshotStore {
  readonly current: () => SnapshotState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks for a snapshot again; for the user's "Try again" after a failed start. */
  readonly load: () => Promise<void>;
}

/**
 * Listens first and asks second, so that no change falls between the two; a lower revision is older and dropped, whichever
 * way it came. An equal one counts: time alone changes a snapshot, too, as when a key expires while the window is open.
 */
export function createSnapshotStore(bridge: KeyfobBridge): SnapshotStore {
  let state: SnapshotState = { status: 'loading' };
  const listeners = new Set<() => void>();

  const set = (next: SnapshotState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const accept = (snapshot: Snapshot): void => {
    if (state.status === 'ready' && snapshot.revision < state.snapshot.revision) return;
    set({
      status: 'ready',
      snapshot: state.status === 'ready' ? shareUnchanged(state.snapshot, snapshot) : snapshot,
    });
  };
  const load = async (): Promise<void> => {
    const answer = await ask(bridge, 'app.snapshot', {});
    if (answer.ok) accept(answer.value);
    else if (state.status !== 'ready') set({ status: 'failed', failure: answer.failure });
  };

  bridge.on('snapshot', accept);
  void load();
  return {
    current: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load,
  };
}
