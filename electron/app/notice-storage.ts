import type { KeyId } from '#core/api-key';
import type { Result } from '#core/failure';
import { noticeKinds } from '#core/notices/due-notices';
import { type GivenNotices, withGiven } from '#core/notices/given-notices';
import type { InboxItem } from '#core/notices/inbox-item';
import type { Vault, VaultChange } from '#core/ports';

/** All that is stored of notices. */
export interface NoticeRecords {
  readonly given: GivenNotices;
  /** The newest first. */
  readonly items: readonly InboxItem[];
  /** Until when the reminders of a key are put off, epoch milliseconds. */
  readonly snoozes: ReadonlyMap<KeyId, number>;
}

/** Records of a vault without notices. */
export const noNotices: NoticeRecords = { given: new Map(), items: [], snoozes: new Map() };

/** Notices as records of the vault, each part under an id of its own. Stored vaults live for years: see key-records.ts. */
export class NoticeStorage {
  readonly #vault: Vault;
  #stored = noNotices;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** What is stored. A part that cannot be read counts as empty: its notices then come once more. */
  async read(): Promise<NoticeRecords> {
    const marks = await this.#read<string[]>('given');
    const inbox = await this.#read<{ items: StoredItem[] }>('inbox');
    const snoozes = await this.#read<Record<KeyId, number>>('snoozes');
    this.#stored = {
      given: givenFromMarks(marks ?? []),
      items: (inbox?.items ?? []).filter(({ kind }) => noticeKinds.includes(kind)).map(itemFromStored),
      snoozes: new Map(Object.entries(snoozes ?? {}) as [KeyId, number][]),
    };
    return this.#stored;
  }

  /** Whether these records are those that are stored. */
  holds(records: NoticeRecords): boolean {
    return this.#changes(records).length === 0;
  }

  /** Stores what changed, in one durable commit. Failures: those of {@link Vault.commit}. */
  async save(records: NoticeRecords): Promise<Result<void>> {
    const saved = await this.#vault.commit(this.#changes(records));
    if (saved.ok) this.#stored = records;
    return saved;
  }

  #changes({ given, items, snoozes }: NoticeRecords): VaultChange[] {
    const before = this.#stored;
    return [
      ...(given === before.given ? [] : [put('given', marksOf(given))]),
      ...(items === before.items ? [] : [put('inbox', { items })]),
      ...(snoozes === before.snoozes ? [] : [put('snoozes', Object.fromEntries(snoozes))]),
    ];
  }

  async #read<T>(id: string): Promise<T | null> {
    const json = await this.#vault.read('notices', id);
    return json.ok && json.value !== null ? (JSON.parse(json.value) as T) : null;
  }
}

function put(id: string, value: unknown): VaultChange {
  return { put: 'notices', id, json: JSON.stringify(value) };
}

function marksOf(given: GivenNotices): string[] {
  return [...given].map(([subject, level]) => `${subject}|${level}`);
}

/** Marks of older vaults have no level after the reason of a loss. */
function givenFromMarks(marks: readonly string[]): GivenNotices {
  const notices = marks.map((mark) => {
    const bar = mark.lastIndexOf('|');
    const level = Number(mark.slice(bar + 1));
    return Number.isNaN(level) ? { subject: mark, level: 0 } : { subject: mark.slice(0, bar), level };
  });
  return withGiven(new Map(), notices);
}

type StoredItem = Pick<InboxItem, 'id' | 'kind' | 'atMs'> & Partial<InboxItem>;

function itemFromStored(stored: StoredItem): InboxItem {
  return {
    id: stored.id,
    kind: stored.kind,
    keyId: stored.keyId ?? null,
    keyName: stored.keyName ?? '',
    atMs: stored.atMs,
    expiresAtMs: stored.expiresAtMs ?? null,
    failure: stored.failure ?? null,
    isRead: stored.isRead ?? false,
    isShown: stored.isShown ?? true,
  };
}
