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

  /**
   * Stores what is about to be copied, in place of what was known, which it returns. Where that fails it is copied all the
   * same: a crash may not follow.
   */
  async leave(secret: Secret): Promise<string> {
    const before = await this.#read();
    await this.#store(this.#needs.clipboard.mark(secret));
    return before;
  }

  /** From now on these are known, as {@link leave} returned them; none if empty. */
  async putBack(marks: string): Promise<void> {
    if (marks === '') await this.#needs.vault.commit([{ remove: 'clipboard', id }]);
    else await this.#store(marks);
  }

  /** These are known again, besides what is. */
  async add(marks: string): Promise<void> {
    await this.putBack(`${await this.#read()} ${marks}`.trim());
  }

  /** Clears what a former run left on the clipboard, if it is still there; where nothing answers, the next one tries again. */
  async clearLeftOver(): Promise<void> {
    const { clipboard, log } = this.#needs;
    const marks = await this.#read();
    if (marks === '') return;
    const left: string[] = [];
    for (const mark of marks.split(' ')) {
      const cleared = await clipboard.clearIfMarked(mark);
      log.write('clipboard.leftOver', { cleared });
      if (cleared === 'unknown') left.push(mark);
    }
    await this.putBack(left.join(' '));
  }

  async #read(): Promise<string> {
    const json = await this.#needs.vault.read('clipboard', id);
    return json.ok && json.value !== null ? (JSON.parse(json.value) as { mark: string }).mark : '';
  }

  async #store(mark: string): Promise<void> {
    const { vault, log } = this.#needs;
    const left = await vault.commit([{ put: 'clipboard', id, json: JSON.stringify({ mark }) }]);
    if (!left.ok) log.write('clipboard.traceNotStored', { kind: left.failure.kind });
  }
}
