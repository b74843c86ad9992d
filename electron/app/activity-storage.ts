import type { ActivityEvent } from '#core/activity';
import { ok, type Result } from '#core/failure';
import type { Vault, VaultChange } from '#core/ports';
import { eventsFromJson, eventsToJson } from './activity-records.ts';

/** How many of the newest events are kept. */
export const longestLog = 10_000;

/** Events of one record: few enough to be written again and again while they come, many enough to be read fast. */
const chunkLength = 200;
/** One more than the log is long, because the newest chunk is seldom full. */
const keptChunks = longestLog / chunkLength + 1;

/** The end of the stored log: where it goes on. */
export interface LogEnd {
  /** Events of the newest record, the oldest first. */
  readonly newest: readonly ActivityEvent[];
  readonly nextSerial: number;
}

/**
 * The activity log in the vault: records of {@link chunkLength} events each, named by their number. An event's serial tells
 * in which record it is. A record that cannot be read is left out, and is removed when its time comes.
 */
export class ActivityStorage {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Failure: vaultLocked. */
  async readEnd(): Promise<Result<LogEnd>> {
    const stored = await this.#vault.readAll('activity');
    if (!stored.ok) return stored;
    const { records, damagedIds } = stored.value;
    const last = Math.max(-1, ...[...records.keys(), ...damagedIds].map(Number).filter(Number.isSafeInteger));
    const newest = eventsFromJson(records.get(String(last)));
    // A serial is never given twice, so the log goes on after a record that cannot be read.
    const nextSerial = newest.at(-1)?.serial ?? (last + 1) * chunkLength - 1;
    return ok({ newest, nextSerial: nextSerial + 1 });
  }

  /** Everything that can be read, the oldest first. Failure: vaultLocked. */
  async readAll(): Promise<Result<readonly ActivityEvent[]>> {
    const stored = await this.#vault.readAll('activity');
    if (!stored.ok) return stored;
    const events = [...stored.value.records.values()].flatMap(eventsFromJson);
    return ok(events.sort((a, b) => a.serial - b.serial));
  }

  /**
   * Writes the records that hold new events, and removes those that are too old. Failures: vaultLocked, vaultWriteFailed.
   *
   * @param events the oldest first, from the first one of a record on
   * @param fromSerial the first new one
   */
  save(events: readonly ActivityEvent[], fromSerial: number): Promise<Result<void>> {
    const numbers = new Set(events.filter(({ serial }) => serial >= fromSerial).map(chunkOf));
    const changes = [...numbers].flatMap((chunk): VaultChange[] => {
      const json = eventsToJson(events.filter((event) => chunkOf(event) === chunk));
      const put = { put: 'activity', id: String(chunk), json } as const;
      return chunk < keptChunks ? [put] : [put, { remove: 'activity', id: String(chunk - keptChunks) }];
    });
    return this.#vault.commit(changes);
  }
}

/** Number of the record that holds an event. */
export function chunkOf({ serial }: ActivityEvent): number {
  return Math.floor(serial / chunkLength);
}
