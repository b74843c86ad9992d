/** A short message at the foot of the window. */
export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly title: string;
  readonly whatToDo: string;
}

/** Holds the messages for `useSyncExternalStore`. */
export interface ToastStore {
  readonly current: () => readonly Toast[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly show: (toast: Omit<Toast, 'id'>) => void;
  readonly dismiss: (id: number) => void;
}

const doneStaysMs = 5_000;
const mostAtOnce = 3;

/** Good news leaves by itself; a problem stays until it is dismissed, since it must be read. */
export function createToastStore(): ToastStore {
  let toasts: readonly Toast[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly Toast[]): void => {
    toasts = next;
    for (const listener of listeners) listener();
  };
  const dismiss = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

  return {
    current: () => toasts,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dismiss,
    show: (toast) => {
      lastId += 1;
      const id = lastId;
      // The same message again replaces the old one, so that a repeated failure does not pile up.
      const others = toasts.filter((old) => old.title !== toast.title);
      set([...others, { ...toast, id }].slice(-mostAtOnce));
      if (toast.tone === 'done') setTimeout(() => dismiss(id), doneStaysMs);
    },
  };
}
