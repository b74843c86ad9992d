import type { FailureView } from '#contract/view';
import { failureWords, lateFailureWords } from '#contract/words/failure-words';

/** A short message at the foot of the window. */
export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'problem';
  readonly title: string;
  readonly whatToDo: string;
  /** What can be done about it at once, such as "Undo". Doing it dismisses the message. */
  readonly action?: {
    readonly label: string;
    readonly run: () => void;
    /** It can still be done after a lock. */
    readonly outlivesLock?: true;
  };
  /** Names nothing that the vault holds, so it is seen behind a lock, too. */
  readonly showsLocked?: true;
}

/** Holds the messages for `useSyncExternalStore`. */
export interface ToastStore {
  readonly current: () => readonly Toast[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly show: (toast: Omit<Toast, 'id'>) => void;
  /** Shows a failure. `deed`: what the button said that was pressed, where the message stands away from it. */
  readonly fail: (failure: FailureView, deed?: string) => void;
  readonly dismiss: (id: number) => void;
  /** The vault was locked: what was done has been told, and most of it cannot be taken back any more. Problems stay. */
  readonly endWithLock: () => void;
}

const mostAtOnce = 3;

/** How long a message stays by itself: a problem must be read, so it waits until it is dismissed; an action must be reachable. */
export function toastStaysMs({ tone, action }: Toast): number {
  if (tone === 'problem') return Number.POSITIVE_INFINITY;
  return action === undefined ? 5_000 : 120_000;
}

/** Starts without any message. */
export function createToastStore(): ToastStore {
  let toasts: readonly Toast[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly Toast[]): void => {
    toasts = next;
    for (const listener of listeners) listener();
  };
  const dismiss = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

  const show = (toast: Omit<Toast, 'id'>): void => {
    lastId += 1;
    const id = lastId;
    // The same message again replaces the old one, so that a repeated failure does not pile up; and only the last
    // thing that was done can be taken back.
    const others = toasts.filter((old) => old.title !== toast.title && !(old.action && toast.action));
    set([...others, { ...toast, id }].slice(-mostAtOnce));
  };

  return {
    current: () => toasts,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dismiss,
    show,
    fail: (failure, deed) => {
      const words = deed === undefined ? failureWords(failure) : lateFailureWords(deed, failure);
      show({ tone: 'problem', ...words, ...(isOwnWords(failure) && { showsLocked: true }) });
    },
    endWithLock: () =>
      set(
        toasts.filter(
          ({ tone, action, showsLocked }) => tone === 'problem' || action?.outlivesLock || showsLocked,
        ),
      ),
  };
}

/** Whether the words hold nothing of a service, a key or a file. */
function isOwnWords({
  host,
  providerCode,
  providerMessage,
  requestId,
  certificate,
  field,
}: FailureView): boolean {
  return [host, providerCode, providerMessage, requestId, certificate, field].every(
    (part) => part === undefined,
  );
}
