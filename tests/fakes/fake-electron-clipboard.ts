import type { Clipboard as ElectronClipboardApi } from 'electron';
import type { SynchronousClipboard } from '#adapters/electron-clipboard';

/** Both selections of a desktop behind a stand-in. */
export interface Selections {
  clipboard: string;
  primary: string;
}

/** `clipboard` as in Electron 33 on X11: synchronous, and a write fills PRIMARY too. */
export function oldElectronClipboard(selections: Selections): SynchronousClipboard {
  const named = (selection = 'clipboard') => (selection === 'selection' ? 'primary' : 'clipboard');
  return {
    writeText: (text) => {
      selections.clipboard = text;
      selections.primary = text;
    },
    readText: (selection) => selections[named(selection)],
    clear: (selection) => {
      selections[named(selection)] = '';
    },
  };
}

/** `clipboard` as in Electron 44 and later: promises, PRIMARY is an object of its own. */
export function newElectronClipboard(selections: Selections) {
  const part = (name: 'clipboard' | 'primary') => ({
    readText: async () => selections[name],
    writeText: async (text: string) => {
      selections[name] = text;
    },
    clear: () => {
      selections[name] = '';
    },
  });
  return { ...part('clipboard'), selection: part('primary') } satisfies Pick<
    ElectronClipboardApi,
    'readText' | 'writeText' | 'clear'
  > & { selection: Pick<ElectronClipboardApi, 'readText' | 'writeText' | 'clear'> };
}
