import { ok, type Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';

/** A vault in memory, without encryption or disk, that outlives the app that uses it. */
export class MemoryVault implements Vault {
  readonly #records = new Map<RecordType, Map<string, string>>();
  commits = 0;

  async open(): Promise<VaultOpening> {
    return { state: 'open', protection: { kind: 'osProtected', backend: 'memory' } };
  }

  async readAll(type: RecordType): Promise<Result<VaultRecords>> {
    return ok({ records: new Map(this.#of(type)), damagedIds: [] });
  }

  async read(type: RecordType, id: string): Promise<Result<string | null>> {
    return ok(this.#of(type).get(id) ?? null);
  }

  async commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    this.commits += 1;
    for (const change of changes) {
      if ('put' in change) this.#of(change.put).set(change.id, change.json);
      else this.#of(change.remove).delete(change.id);
    }
    return ok(undefined);
  }

  close(): void {}

  #of(type: RecordType): Map<string, string> {
    const records = this.#records.get(type) ?? new Map<string, string>();
    this.#records.set(type, records);
    return records;
  }
}
