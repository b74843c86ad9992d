import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { useGone } from '../../state/use-gone.ts';

/**
 * Has the main process forget what it read once this dialog goes, however that happens: a lock takes it away, too. What was
 * stored stays stored, and can still be undone.
 */
export function useForgetOnLeave(importId: string | null): void {
  const { bridge } = useServices();
  useGone(() => {
    if (importId !== null) void ask(bridge, 'import.cancel', { importId });
  });
}
