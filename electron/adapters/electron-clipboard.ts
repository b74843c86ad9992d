import type { ClipboardItem } from 'electron';
import type { Cleared, Clipboard } from '#core/clipboard-port';
import { fail, ok, type Result } from '#core/failure';
import type { Secret } from '#core/secret';
import { secretFormats } from './clipboard-hints.ts';
import { fitsMark, markOf } from './clipboard-mark.ts';
import { readByOtherProgram, type Session } from './clipboard-tools.ts';

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
  write(items: ClipboardItem[]): Promise<void>;
  writeText(text: string): Promise<void>;
  readText(): Promise<string>;
  clear(): void;
  readonly selection?: { readText(): Promise<string>; clear(): void };
}

/** The parts of Electron that make a clipboard. `ClipboardItem` came together with the promises. */
export type ElectronClipboardParts =
  | { readonly clipboard: SynchronousClipboard; readonly ClipboardItem?: never }
  | {
      readonly clipboard: PromisingClipboard;
      readonly ClipboardItem: new (formats: Record<string, string | Blob>) => ClipboardItem;
    };

/**
 * The clipboard through Electron, on both forms of its API. On X11 `writeText` fills PRIMARY too and `clear` leaves it
 * there, so that both are looked at when the secret is taken away.
 */
export class ElectronClipboard implements Clipboard {
  readonly #parts: ElectronClipboardParts;
  readonly #session: Session;
  readonly #selections: readonly Selection[];

  constructor(parts: ElectronClipboardParts, session: Session) {
    this.#parts = parts;
    this.#session = session;
    const { clipboard } = parts;
    const primary = session.platform === 'linux' ? primarySelection(clipboard) : [];
    this.#selections = [{ readText: () => clipboard.readText(), clear: () => clipboard.clear() }, ...primary];
  }

  async write(secret: Secret): Promise<Result<void>> {
    const text = secret.reveal();
    const holdsText = async () => (await this.#parts.clipboard.readText()) === text;
    try {
      if ((await this.#writeWithHints(text)) && (await holdsText())) return ok(undefined);
      await this.#parts.clipboard.writeText(text);
      return (await holdsText()) ? ok(undefined) : fail('clipboardFailed');
    } catch {
      return fail('clipboardFailed');
    }
  }

  clearIfHolds(secret: Secret): Promise<Cleared> {
    return this.#clearWhere((text) => text === secret.reveal());
  }

  mark(secret: Secret): string {
    return markOf(secret.reveal());
  }

  clearIfMarked(mark: string): Promise<Cleared> {
    return this.#clearWhere((text) => fitsMark(mark, text));
  }

  readElsewhere(): Promise<string | null> {
    return readByOtherProgram(this.#session);
  }

  /** False where the runtime cannot, and where a system refuses one of the formats: the text matters more. */
  async #writeWithHints(text: string): Promise<boolean> {
    const { clipboard, ClipboardItem } = this.#parts;
    if (ClipboardItem === undefined) return false;
    try {
      await clipboard.write([new ClipboardItem(secretFormats(text, this.#session.platform))]);
      return true;
    } catch {
      return false;
    }
  }

  async #clearWhere(isOurs: (text: string) => boolean): Promise<Cleared> {
    let cleared: Cleared = 'notThere';
    for (const selection of this.#selections) {
      try {
        if (!isOurs(await selection.readText())) continue;
        await selection.clear();
        if (cleared === 'notThere') cleared = 'cleared';
      } catch {
        // The other one still gets its turn.
        cleared = 'unknown';
      }
    }
    return cleared;
  }
}

function primarySelection(clipboard: SynchronousClipboard | PromisingClipboard): Selection[] {
  if (!('selection' in clipboard)) {
    const old = clipboard as SynchronousClipboard;
    return [{ readText: () => old.readText('selection'), clear: () => old.clear('selection') }];
  }
  return clipboard.selection === undefined ? [] : [clipboard.selection];
}
