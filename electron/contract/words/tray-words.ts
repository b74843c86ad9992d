import type { TokenState } from '../view.ts';
import { coarseDuration } from './time-words.ts';

/** Fixed labels of the tray menu. */
export const trayWords = {
  open: 'Open Keyfob',
  quit: 'Quit',
  noKeys: 'No keys yet',
  opening: 'Opening the vault…',
  locked: 'Locked',
} as const;

/** Words for the condition of a token, also used by the page. */
export const tokenStateWords: Readonly<Record<TokenState, string>> = {
  fresh: 'fresh',
  refreshing: 'refreshing',
  retrying: 'retrying',
  needsYou: 'needs you',
  rejected: 'rejected',
  offline: 'offline',
  locked: 'locked',
  neverFetched: 'never fetched',
};

/** First line of the menu: the state of all keys. */
export function trayStateLine(counts: { all: number; needYou: number; failing: number }): string {
  if (counts.all === 0) return trayWords.noKeys;
  if (counts.needYou > 0) return counts.needYou === 1 ? '1 key needs you' : `${counts.needYou} keys need you`;
  if (counts.failing > 0)
    return counts.failing === 1 ? '1 key is retrying' : `${counts.failing} keys are retrying`;
  return 'All fresh';
}

/**
 * One key in the menu. Menus cannot change while they are open, so the time is coarse and marked as such.
 *
 * @param remainingMs of its token; null when there is none or its expiry is not known
 */
export function trayKeyLabel(name: string, state: TokenState, remainingMs: number | null): string {
  if (remainingMs !== null && remainingMs > 0) {
    const note = state === 'fresh' || state === 'refreshing' ? '' : ` (${tokenStateWords[state]})`;
    return `${name} · valid ~${coarseDuration(remainingMs)}${note}`;
  }
  return state === 'fresh' ? name : `${name} · ${tokenStateWords[state]}`;
}
