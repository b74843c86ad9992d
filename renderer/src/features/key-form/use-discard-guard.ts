import { useCallback, useRef, useState } from 'react';

/** Stands between a form and its end. */
export interface DiscardGuard {
  readonly asking: boolean;
  readonly markDirty: () => void;
  /** Goes at once if nothing was entered; else asks first. */
  readonly leave: (go: () => void) => void;
  readonly keep: () => void;
  readonly discard: () => void;
}

/** Keeps what was typed from getting lost by one key press. */
export function useDiscardGuard(): DiscardGuard {
  const dirty = useRef(false);
  const [pending, setPending] = useState<{ readonly go: () => void } | null>(null);
  return {
    asking: pending !== null,
    markDirty: useCallback(() => {
      dirty.current = true;
    }, []),
    leave: (go) => {
      if (dirty.current) setPending({ go });
      else go();
    },
    keep: () => setPending(null),
    discard: () => {
      dirty.current = false;
      setPending(null);
      pending?.go();
    },
  };
}
