import { keyNoticeWords, lostKeyWords } from '#contract/words/notice-words';
import type { KeyId } from '#core/api-key';
import { type DueNotice, dueKeyNotice, marksOfKeys } from '#core/key-notices';
import { type KeyState, needsUser, tokenCondition } from '#core/key-state';
import type { Clock, Log, Notifier } from '#core/ports';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens the window at this key. */
  readonly openKey: (id: KeyId) => void;
}

/**
 * OS notifications before a key expires and when a token can no longer be renewed. Each is given at most once, also over
 * restarts: its mark is stored before it is shown. Several at once become one.
 */
export class Announce {
  readonly #needs: Needs;
  #given: Set<string> = new Set();
  #busy = false;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes over the marks that the vault kept. */
  restore(marks: ReadonlySet<string>): void {
    this.#given = new Set(marks);
  }

  /** Shows what is due. Called on each tick and each change; does nothing while a former call still writes. */
  async announceDue(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#announceExpiring();
      await this.#announceLost();
    } finally {
      this.#busy = false;
    }
  }

  async #announceExpiring(): Promise<void> {
    const nowMs = this.#needs.clock.nowMs();
    const due = [...this.#needs.state.value.keys.values()]
      .map(({ key }) => dueKeyNotice(key, this.#given, nowMs))
      .filter((notice): notice is DueNotice => notice !== null)
      .sort((a, b) => a.remainingMs - b.remainingMs);
    const first = due[0];
    if (first === undefined) return;
    await this.#mark(due.flatMap((notice) => notice.marks));
    const words = keyNoticeWords(due.map(({ key, remainingMs }) => ({ name: key.name, remainingMs })));
    this.#show(words, first.key.id, 'notice.keyExpiry', due.length);
  }

  async #announceLost(): Promise<void> {
    const nowMs = this.#needs.clock.nowMs();
    const lost = [...this.#needs.state.value.keys.values()]
      .filter((state) => needsUser(tokenCondition(state, nowMs)))
      .filter((state) => !this.#given.has(lostMark(state)));
    const first = lost[0];
    if (first === undefined) return;
    await this.#mark(lost.map(lostMark));
    const words = lostKeyWords(lost.map(({ key, failure }) => ({ name: key.name, failure })));
    this.#show(words, first.key.id, 'notice.lost', lost.length);
  }

  async #mark(marks: readonly string[]): Promise<void> {
    const keyIds: ReadonlySet<string> = new Set(this.#needs.state.value.keys.keys());
    this.#given = new Set([...marksOfKeys(this.#given, keyIds), ...marks]);
    const stored = await this.#needs.storage.saveMarks(this.#given);
    // A full disk must not silence a warning; it then may come once more after a restart.
    if (!stored.ok) this.#needs.log.write('notice.markNotStored', { kind: stored.failure.kind });
  }

  #show(words: { title: string; body: string }, keyId: KeyId, event: string, count: number): void {
    this.#needs.log.write(event, { keyId, count });
    this.#needs.notifier.show({ ...words, urgency: 'normal', onClick: () => this.#needs.openKey(keyId) });
  }
}

/** One notice for each time that a key was refused or ran out. */
function lostMark({ key, use, edits }: KeyState): string {
  return `${key.id}|lost|${use.refusedAtMs ?? key.keyExpiresAtMs ?? edits}`;
}
