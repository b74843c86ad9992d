import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';
import { useServices } from '../../state/services.ts';

const highlightMs = 2_500;

/** A row that a notice asked for. */
export interface ShownRow {
  /** For a moment, so that the eye finds it. */
  readonly isHighlighted: boolean;
  /** Until another row is asked for. */
  readonly isAsked: boolean;
}

/** Whether this row is the one that was asked for; brings it into view and focuses it when it becomes that. */
export function useShownRow(keyId: string, rowRef: RefObject<HTMLElement | null>): ShownRow {
  const { shownKey } = useServices();
  const shown = useSyncExternalStore(shownKey.subscribe, shownKey.current);
  const asked = shown?.keyId === keyId ? shown : null;
  const [isHighlighted, setHighlighted] = useState(false);
  const [isAsked, setAsked] = useState(false);
  if (shown !== null && (asked !== null) !== isAsked) setAsked(asked !== null);

  useEffect(() => {
    if (asked === null) return;
    rowRef.current?.scrollIntoView({ block: 'center' });
    rowRef.current?.focus({ preventScroll: true });
    setHighlighted(true);
    shownKey.done();
  }, [asked, rowRef, shownKey]);

  useEffect(() => {
    if (!isHighlighted) return;
    const timer = setTimeout(() => setHighlighted(false), highlightMs);
    return () => clearTimeout(timer);
  }, [isHighlighted]);

  return { isHighlighted, isAsked };
}
