import { useEffect } from 'react';
import { useServices } from './services.ts';

/**
 * Calls when nobody, or somebody else, may be looking: the window loses the focus or is hidden, the screen is locked, or the
 * computer goes to sleep.
 *
 * @param onLeft must stay the same from one rendering to the next
 */
export function useWindowLeft(onLeft: () => void): void {
  const { bridge } = useServices();
  useEffect(() => {
    const onVisibility = (): void => {
      if (document.hidden) onLeft();
    };
    const stopListening = bridge.on('windowLeft', onLeft);
    window.addEventListener('blur', onLeft);
    window.addEventListener('pagehide', onLeft);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      stopListening();
      window.removeEventListener('blur', onLeft);
      window.removeEventListener('pagehide', onLeft);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [bridge, onLeft]);
}
