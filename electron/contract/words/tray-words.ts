import type { TokenState } from '../view.ts';
import { menuDuration } from './time-words.ts';
import { tokenStateWords } from './token-words.ts';
import { visibleText } from './visible-text.ts';

/** Fixed labels of the tray menu. */
export const trayWords = {
  copyAs: 'Copy as',
  clearClipboard: 'Clear the clipboard now',
  lock: 'Lock',
  unlock: 'Unlock…',
  open: 'Open Keyfob',
  quit: 'Quit',
  quitting: 'Quits when a service has answered',
  noKeys: 'No keys yet',
  opening: 'Opening the vault…',
  locked: 'Locked',
} as const;

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
  const shownName = visibleText(name);
  const words = tokenStateWords[state].toLowerCase();
  if (remainingMs !== null && remainingMs > 0) {
    const note = state === 'fresh' || state === 'refreshing' ? '' : ` (${words})`;
    return `${shownName} · valid ${menuDuration(remainingMs).replace(/^(?=\d)/, '~')}${note}`;
  }
  return state === 'fresh' ? shownName : `${shownName} · ${words}`;
}
