import { useEffect, useRef } from 'react';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';

/**
 * Has the main process forget what it read once this dialog goes, however that happens: a lock takes it away, too. What was
 * stored stays stored, and can still be undone.
 */
export function useForgetOnLeave(importId: string | null): void {
  const { bridge } = useServices();
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      // Not at once: in development React runs every effect twice, and the second run says that nobody left.
      queueMicrotask(() => {
        if (!isHere.current && importId !== null) void ask(bridge, 'import.cancel', { importId });
      });
    };
  }, [bridge, importId]);
}
