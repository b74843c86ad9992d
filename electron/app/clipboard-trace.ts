import type { Clipboard } from '#core/clipboard-port';
import type { Log, Vault } from '#core/ports';
import type { Secret } from '#core/secret';

interface Needs {
  readonly vault: Vault;
  readonly clipboard: Clipboard;
  readonly log: Log;
}

const id = 'copied';

/**
 * What a later start needs to take a secret off the clipboard that a crash left there: a keyed hash, never the text. It is
 * in the vault, because whoever reads a hash together with its key can try guesses against it.
 */
export class ClipboardTrace {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Stores what is about to be copied. Where that fails it is copied all the same: a crash may not follow. */
  async leave(secret: Secret): Promise<void> {
    const { vault, clipboard, log } = this.#needs;
    const json = JSON.stringify({ mark: clipboard.mark(secret) });
    const left = await vault.commit([{ put: 'clipboard', id, json }]);
    if (!left.ok) log.write('clipboard.traceNotStored', { kind: left.failure.kind });
  }

  /** The clipboard was cleared. */
  async remove(): Promise<void> {
    await this.#needs.vault.commit([{ remove: 'clipboard', id }]);
  }

  /** Clears what a former run left on the clipboard, if it is still there; where nothing answers, the next one tries again. */
  async clearLeftOver(): Promise<void> {
    const { vault, clipboard, log } = this.#needs;
    const json = await vault.read('clipboard', id);
    if (!json.ok || json.value === null) return;
    const { mark } = JSON.parse(json.value) as { mark: string };
    const cleared = await clipboard.clearIfMarked(mark);
    log.write('clipboard.leftOver', { cleared });
    if (cleared !== 'unknown') await this.remove();
  }
}
