import {
  alteredRecordsWords,
  keyNoticeWords,
  lostKeyWords,
  type NoticeWords,
} from '#contract/words/notice-words';
import type { KeyId } from '#core/api-key';
import { type DueNotice, dueKeyNotice, marksOfKeys } from '#core/key-notices';
import { isKeyExpired, type KeyState, needsUser, tokenCondition } from '#core/key-state';
import type { Clock, Log, Notifier, Timer } from '#core/ports';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
  /** Opens the window, at this key if one is given. */
  readonly openKey: (id: KeyId | null) => void;
}

/** What happens within this time becomes one notice. */
const gatherMs = 2_000;

/**
 * OS notifications before a key expires and when a token can no longer be renewed. Each is given at most once, also over
 * restarts: its mark is stored before it is shown. Several at once become one.
 */
export class Announce {
  readonly #needs: Needs;
  #given: Set<string> = new Set();
  #cancel: (() => void) | null = null;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes over the marks that the vault kept. */
  restore(marks: ReadonlySet<string>): void {
    this.#given = new Set(marks);
  }

  /** Looks for what is due in a moment; called on each tick and each change. */
  announceSoon(): void {
    this.#cancel ??= this.#needs.timer.after(gatherMs, () => void this.#announceDue());
  }

  /** Shows nothing any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = () => {};
  }

  /** Says that the vault did not hold what it held when Keyfob ran last. */
  announceAltered(): void {
    this.#show(alteredRecordsWords, null, 'notice.recordsAltered', 1);
  }

  async #announceDue(): Promise<void> {
    try {
      // Without a notification service the marks stay open, so that nothing is lost.
      if (!this.#needs.notifier.isAvailable()) return;
      await this.#announceExpiring();
      await this.#announceLost();
    } finally {
      this.#cancel = null;
    }
  }

  async #announceExpiring(): Promise<void> {
    const nowMs = this.#needs.clock.nowMs();
    const due = [...this.#needs.state.value.keys.values()]
      .map(({ key }) => dueKeyNotice(key, this.#given, nowMs))
      .filter((notice): notice is DueNotice => notice !== null)
      .sort((a, b) => a.remainingMs - b.remainingMs);
    const [first] = due;
    if (first === undefined) return;
    await this.#mark([...this.#given, ...due.flatMap((notice) => notice.marks)]);
    const words = keyNoticeWords(due.map(({ key, remainingMs }) => ({ name: key.name, remainingMs })));
    this.#show(words, first.key.id, 'notice.keyExpiry', due.length);
  }

  async #announceLost(): Promise<void> {
    const nowMs = this.#needs.clock.nowMs();
    const keys = [...this.#needs.state.value.keys.values()];
    const recovered = keys
      .filter((state) => tokenCondition(state, nowMs) === 'fresh')
      .map(({ key }) => `${key.id}|lost|`);
    const marks = [...this.#given].filter((mark) => !recovered.some((prefix) => mark.startsWith(prefix)));
    const lost = keys
      .filter((state) => needsUser(tokenCondition(state, nowMs)))
      .filter((state) => !this.#given.has(lostMark(state, nowMs)));
    const [first] = lost;
    if (first === undefined && marks.length === this.#given.size) return;
    await this.#mark([...marks, ...lost.map((state) => lostMark(state, nowMs))]);
    if (first === undefined) return;
    const words = lostKeyWords(lost.map(({ key, failure }) => ({ name: key.name, failure })));
    this.#show(words, first.key.id, 'notice.lost', lost.length);
  }

  async #mark(marks: Iterable<string>): Promise<void> {
    const keyIds: ReadonlySet<string> = new Set(this.#needs.state.value.keys.keys());
    this.#given = new Set(marksOfKeys(marks, keyIds));
    const stored = await this.#needs.storage.saveMarks(this.#given);
    // A full disk must not silence a warning; it then may come once more after a restart.
    if (!stored.ok) this.#needs.log.write('notice.markNotStored', { kind: stored.failure.kind });
  }

  #show(words: NoticeWords, keyId: KeyId | null, event: string, count: number): void {
    this.#needs.log.write(event, { keyId, count });
    this.#needs.notifier.show({ ...words, urgency: 'normal', onClick: () => this.#needs.openKey(keyId) });
  }
}

/** One notice for each reason, until the key has been fresh again. */
function lostMark({ key, use, failure }: KeyState, nowMs: number): string {
  const reason =
    use.refusedAtMs !== null
      ? 'refused'
      : isKeyExpired(key, nowMs)
        ? `expired ${key.keyExpiresAtMs}`
        : failure?.kind;
  return `${key.id}|lost|${reason}`;
}
