import type { KeyfobBridge } from '#contract/calls';

/** The key that a click on a notification, or on one in the list of notices, asked for. A new object for each click, also on the same key. */
export interface ShownKey {
  readonly keyId: string;
}

/** Holds the last request until the list takes it: it may come before the first snapshot. */
export interface ShownKeyStore {
  readonly current: () => ShownKey | null;
  readonly subscribe: (listener: () => void) => () => void;
  readonly show: (keyId: string) => void;
  /** The row was shown. */
  readonly done: () => void;
}

/** Listens for `showKey` from the start of the page. */
export function createShownKeyStore(bridge: KeyfobBridge): ShownKeyStore {
  let shown: ShownKey | null = null;
  const listeners = new Set<() => void>();
  const set = (next: ShownKey | null): void => {
    shown = next;
    for (const listener of listeners) listener();
  };
  bridge.on('showKey', ({ keyId }) => set({ keyId }));
  return {
    current: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show: (keyId) => set({ keyId }),
    done: () => set(null),
  };
}
