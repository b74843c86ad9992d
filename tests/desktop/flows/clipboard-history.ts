import { setTimeout as wait } from 'node:timers/promises';
import type { DesktopClipboard } from '../rig/clipboard.ts';

const lookEveryMs = 20;
const hint = 'x-kde-passwordManagerHint';

/** A small clipboard history: it looks at what is offered again and again, and keeps each text that it sees. */
export class ClipboardHistory {
  readonly kept = new Set<string>();
  readonly #clipboard: DesktopClipboard;
  readonly #honoursHint: boolean;
  readonly #done: Promise<void>;
  #isStopped = false;

  /** @param honoursHint whether it leaves out what asks to be, as KDE's and others do */
  constructor(clipboard: DesktopClipboard, honoursHint: boolean) {
    this.#clipboard = clipboard;
    this.#honoursHint = honoursHint;
    this.#done = this.#watch();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }

  async #watch(): Promise<void> {
    while (!this.#isStopped) {
      // An owner that ends while it is asked does not answer; the next look finds another.
      await this.#look().catch(() => undefined);
      await wait(lookEveryMs);
    }
  }

  async #look(): Promise<void> {
    const offered = await this.#clipboard.targets();
    if (this.#honoursHint && offered.includes(hint)) return;
    if (!offered.includes('UTF8_STRING')) return;
    const text = await this.#clipboard.readClipboard();
    // Asked again, since another offer may have come between the two questions.
    const isSame = String(await this.#clipboard.targets()) === String(offered);
    if (text !== '' && isSame) this.kept.add(text);
  }
}
