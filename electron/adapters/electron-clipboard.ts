import { fail, ok, type Result } from '#core/failure';
import type { Clipboard } from '#core/ports';
import type { Secret } from '#core/secret';

type MaybePromise<T> = T | Promise<T>;

/** One of the desktop's selections, under either form of Electron's API. */
interface Selection {
  readText(): MaybePromise<string>;
  clear(): MaybePromise<void>;
}

/** `clipboard` up to Electron 43: synchronous, the selection is an argument. */
export interface SynchronousClipboard {
  writeText(text: string): void;
  readText(selection?: 'selection' | 'clipboard'): string;
  clear(selection?: 'selection' | 'clipboard'): void;
}

/** `clipboard` from Electron 44: promises, PRIMARY is an object of its own on Linux (breaking changes of 44). */
export interface PromisingClipboard {
  writeText(text: string): Promise<void>;
  readText(): Promise<string>;
  clear(): void;
  readonly selection?: { readText(): Promise<string>; clear(): void };
}

/**
 * The clipboard through Electron, on both forms of its API. On X11 `writeText` fills PRIMARY too and `clear` leaves it
 * there, so that both are looked at when the secret is taken away.
 */
export class ElectronClipboard implements Clipboard {
  readonly #clipboard: SynchronousClipboard | PromisingClipboard;
  readonly #selections: readonly Selection[];

  constructor(clipboard: SynchronousClipboard | PromisingClipboard, platform: NodeJS.Platform) {
    this.#clipboard = clipboard;
    const primary = platform === 'linux' ? primarySelection(clipboard) : [];
    this.#selections = [{ readText: () => clipboard.readText(), clear: () => clipboard.clear() }, ...primary];
  }

  async write(secret: Secret): Promise<Result<void>> {
    const text = secret.reveal();
    try {
      await this.#clipboard.writeText(text);
      return (await this.#clipboard.readText()) === text ? ok(undefined) : fail('clipboardFailed');
    } catch {
      return fail('clipboardFailed');
    }
  }

  async clearIfHolds(secret: Secret): Promise<void> {
    for (const selection of this.#selections) {
      try {
        if ((await selection.readText()) === secret.reveal()) await selection.clear();
      } catch {
        // A selection that cannot be read holds nothing that we could take away; the other one still gets its turn.
      }
    }
  }
}

function primarySelection(clipboard: SynchronousClipboard | PromisingClipboard): Selection[] {
  if (!('selection' in clipboard)) {
    const old = clipboard as SynchronousClipboard;
    return [{ readText: () => old.readText('selection'), clear: () => old.clear('selection') }];
  }
  return clipboard.selection === undefined ? [] : [clipboard.selection];
}
