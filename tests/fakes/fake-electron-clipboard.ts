import type { ClipboardItem, Clipboard as ElectronClipboardApi } from 'electron';
import type { ElectronClipboardParts, SynchronousClipboard } from '#adapters/electron-clipboard';

/** Both selections of a desktop behind a stand-in. */
export interface Selections {
  clipboard: string;
  primary: string;
  /** All that is offered together in CLIPBOARD, by MIME type; from Electron 44 on. */
  formats?: Readonly<Record<string, string | Blob>>;
}

/** `clipboard` as in Electron 33 on X11: synchronous, and a write fills PRIMARY too. */
export function oldElectronClipboard(selections: Selections): { readonly clipboard: SynchronousClipboard } {
  const named = (selection = 'clipboard') => (selection === 'selection' ? 'primary' : 'clipboard');
  const clipboard: SynchronousClipboard = {
    writeText: (text) => {
      selections.clipboard = text;
      selections.primary = text;
    },
    readText: (selection) => selections[named(selection)],
    clear: (selection) => {
      selections[named(selection)] = '';
    },
  };
  return { clipboard };
}

/** `clipboard` as in Electron 44 and later: promises, PRIMARY is an object of its own. */
export function newElectronClipboard(selections: Selections): ElectronClipboardParts {
  const part = (name: 'clipboard' | 'primary') => ({
    readText: async () => selections[name],
    writeText: async (text: string) => {
      selections[name] = text;
      selections.formats = { 'text/plain': text };
    },
    write: async ([item]: ClipboardItem[]) => {
      selections.formats = (item as FakeClipboardItem).formats;
      selections[name] = String(selections.formats['text/plain'] ?? '');
    },
    clear: () => {
      selections[name] = '';
      selections.formats = {};
    },
  });
  const clipboard = { ...part('clipboard'), selection: part('primary') } satisfies ApiPart & {
    selection: ApiPart;
  };
  return { clipboard, ClipboardItem: FakeClipboardItem };
}

type ApiPart = Pick<ElectronClipboardApi, 'readText' | 'writeText' | 'write' | 'clear'>;

/** `ClipboardItem` as Electron 44 documents it; its formats can be looked at. */
export class FakeClipboardItem implements ClipboardItem {
  readonly formats: Readonly<Record<string, string | Blob>>;

  constructor(formats: Record<string, string | Blob>) {
    this.formats = formats;
  }

  get types(): string[] {
    return Object.keys(this.formats);
  }

  async getType(type: string): Promise<never> {
    const payload = this.formats[type];
    if (payload === undefined) throw new Error(`There is no ${type}.`);
    return (typeof payload === 'string' ? new Blob([payload]) : payload) as never;
  }
}
