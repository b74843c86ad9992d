import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import type { WriterLine } from './writer-lines.ts';

/** What a look at the vault found wrong. */
export interface Findings {
  /** The vault, or a record of it, could not be read. */
  readonly unreadable: number;
  /** Keys that are not as last acknowledged. */
  readonly lostAcks: number;
  /** Keys of which one record is of another commit than the other. */
  readonly halfWritten: number;
}

/** What an opening would say of a vault that is not the one that was written last. */
const notes = ['recordsAltered', 'isOlder'] as const;

/** What the vault must hold, from what its writer acknowledged. */
export class AcknowledgedKeys {
  readonly #values = new Map<string, string>();
  #begun: { id: string; value: string | null } | null = null;
  #failed: { id: string; value: string | null } | null = null;
  /** Number of acknowledged commits. */
  count = 0;
  /** Number of commits that the writer said have failed. */
  failures = 0;
  /** Failed commits after which the writer itself did not read the old value. */
  wrongReads = 0;
  readonly #mayRefuseReads: boolean;
  /** How long the slowest failure took to be told, in milliseconds. */
  slowestFailureMs = 0;

  /** @param mayRefuseReads whether the disk fails in such a way that no value can be read after a failed commit either */
  constructor(mayRefuseReads = false) {
    this.#mayRefuseReads = mayRefuseReads;
  }

  take(line: WriterLine): void {
    if (line.line === 'begin') this.#begun = line;
    if (line.line === 'failed') this.#takeFailure(line.tookMs);
    if (line.line === 'readBack' && this.#failed !== null) {
      const isRefused = line.value === undefined && this.#mayRefuseReads;
      if (!isRefused && line.value !== (this.#values.get(this.#failed.id) ?? null)) this.wrongReads++;
    }
    if (line.line !== 'done' || this.#begun === null) return;
    this.acknowledge(this.#begun.id, this.#begun.value);
    this.#begun = null;
    this.count++;
  }

  /** Notes what is stored besides what a writer told. */
  acknowledge(id: string, value: string | null): void {
    if (value === null) this.#values.delete(id);
    else this.#values.set(id, value);
  }

  /**
   * Opens the vault, which this process never wrote, and compares. A commit that was cut off may be there or not.
   * @param wasRestoring it was killed while it put a backup in the place of the vault, so that opening may have to do it
   */
  async compare(folder: string, wasRestoring = false): Promise<Findings> {
    const vault = new SqliteVault(folder, new FakeKeyring());
    try {
      const opening = await vault.open();
      const keys = await vault.readAll('key');
      const secrets = await vault.readAll('keySecrets');
      const isWhole =
        opening.state === 'open' &&
        notes.every((note) => opening[note] === undefined) &&
        (wasRestoring || opening.isFromBackup === undefined);
      if (!isWhole || !keys.ok || !secrets.ok) return { unreadable: 1, lostAcks: 0, halfWritten: 0 };
      return {
        unreadable: keys.value.damagedIds.length + secrets.value.damagedIds.length,
        lostAcks: this.#countLost(keys.value.records),
        halfWritten: countDifferent(keys.value.records, secrets.value.records),
      };
    } finally {
      vault.close();
    }
  }

  #takeFailure(tookMs: number): void {
    this.failures++;
    this.slowestFailureMs = Math.max(this.slowestFailureMs, tookMs);
    this.#failed = this.#begun;
    this.#begun = null;
  }

  #countLost(found: ReadonlyMap<string, string>): number {
    const begun = this.#begun;
    this.#begun = null;
    if (begun !== null && (found.get(begun.id) ?? null) === begun.value)
      this.acknowledge(begun.id, begun.value);
    return countDifferent(this.#values, found);
  }
}

function countDifferent(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  const ids = new Set([...a.keys(), ...b.keys()]);
  return [...ids].filter((id) => a.get(id) !== b.get(id)).length;
}
