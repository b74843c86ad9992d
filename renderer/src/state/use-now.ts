import { useSyncExternalStore } from 'react';
import { clock } from './clock.ts';

/**
 * A value made from the time, such as "47 min left". The component renders again only when that value changes, so a
 * list of minutes does not render every second.
 */
export function useNow<T extends string | number | boolean>(select: (nowMs: number) => T): T {
  return useSyncExternalStore(clock.subscribe, () => select(clock.now()));
}
