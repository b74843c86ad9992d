/** Knows the open modal dialogs, for `useSyncExternalStore`. */
export interface ModalStack {
  /** The one on top: everything outside of it is inert. Null while none is open. */
  readonly top: () => HTMLElement | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** A dialog was opened over all others. Returns the function to call when it closes. */
  readonly push: (dialog: HTMLElement) => () => void;
}

/** Begins without any open dialog. */
export function createModalStack(): ModalStack {
  let open: readonly HTMLElement[] = [];
  const listeners = new Set<() => void>();
  const set = (next: readonly HTMLElement[]): void => {
    open = next;
    for (const listener of listeners) listener();
  };
  return {
    top: () => open.at(-1) ?? null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    push: (dialog) => {
      set([...open, dialog]);
      return () => set(open.filter((other) => other !== dialog));
    },
  };
}
