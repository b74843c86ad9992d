import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';
import { useServices } from '../../state/services.ts';

const highlightMs = 2_500;

/** Whether this row is the one that was asked for; brings it into view and focuses it when it becomes that. */
export function useShownRow(keyId: string, rowRef: RefObject<HTMLElement | null>): boolean {
  const { shownKey } = useServices();
  const shown = useSyncExternalStore(shownKey.subscribe, shownKey.current);
  const asked = shown?.keyId === keyId ? shown : null;
  const [highlighted, setHighlighted] = useState(false);

  useEffect(() => {
    if (asked === null) return;
    rowRef.current?.scrollIntoView({ block: 'center' });
    rowRef.current?.focus({ preventScroll: true });
    setHighlighted(true);
    shownKey.done();
  }, [asked, rowRef, shownKey]);

  useEffect(() => {
    if (!highlighted) return;
    const timer = setTimeout(() => setHighlighted(false), highlightMs);
    return () => clearTimeout(timer);
  }, [highlighted]);

  return highlighted;
}
