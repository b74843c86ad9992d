import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import type { WriterLine } from './writer-lines.ts';

/** What a look at the vault after a kill found wrong. */
export interface Findings {
  /** The vault, or a record of it, could not be read. */
  readonly unreadable: number;
  /** Keys that are not as last acknowledged. */
  readonly lostAcks: number;
  /** Keys of which one record is of another commit than the other. */
  readonly halfWritten: number;
}

/** What the vault must hold, from what its writer acknowledged. */
export class AcknowledgedKeys {
  readonly #values = new Map<string, string>();
  #begun: { id: string; value: string | null } | null = null;
  /** Number of acknowledged commits. */
  count = 0;

  get ids(): string[] {
    return [...this.#values.keys()];
  }

  take(line: WriterLine): void {
    if (line.line === 'begin') this.#begun = line;
    if (line.line === 'failed') this.#begun = null;
    if (line.line !== 'done' || this.#begun === null) return;
    const { id, value } = this.#begun;
    if (value === null) this.#values.delete(id);
    else this.#values.set(id, value);
    this.#begun = null;
    this.count++;
  }

  /** Opens the vault, which this process never wrote, and compares. A commit that was cut off may be there or not. */
  async compare(folder: string): Promise<Findings> {
    const vault = new SqliteVault(folder, new FakeKeyring());
    try {
      const opening = await vault.open();
      const keys = await vault.readAll('key');
      const secrets = await vault.readAll('keySecrets');
      const isWhole = opening.state === 'open' && opening.recordsAltered === undefined;
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

  #countLost(found: ReadonlyMap<string, string>): number {
    const begun = this.#begun;
    this.#begun = null;
    if (begun !== null && (found.get(begun.id) ?? null) === begun.value) {
      if (begun.value === null) this.#values.delete(begun.id);
      else this.#values.set(begun.id, begun.value);
    }
    return countDifferent(this.#values, found);
  }
}

function countDifferent(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  const ids = new Set([...a.keys(), ...b.keys()]);
  return [...ids].filter((id) => a.get(id) !== b.get(id)).length;
}
