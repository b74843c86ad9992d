import { fail, ok, type Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';

/** Records that outlive the app that uses them. */
export type MemoryRecords = Map<RecordType, Map<string, string>>;

/** A vault in memory, without encryption or disk. When it was closed it takes nothing any more, as after the end of a process. */
export class MemoryVault implements Vault {
  readonly #records: MemoryRecords;
  #isClosed = false;

  constructor(records: MemoryRecords = new Map()) {
    this.#records = records;
  }

  async open(): Promise<VaultOpening> {
    return { state: 'open', protection: { kind: 'osProtected', backend: 'memory' }, slots: ['os'] };
  }

  async readAll(type: RecordType): Promise<Result<VaultRecords>> {
    return ok({ records: new Map(this.#of(type)), damagedIds: [] });
  }

  async read(type: RecordType, id: string): Promise<Result<string | null>> {
    return ok(this.#of(type).get(id) ?? null);
  }

  async commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    if (this.#isClosed) return fail('vaultLocked');
    for (const change of changes) {
      if ('put' in change) this.#of(change.put).set(change.id, change.json);
      else this.#of(change.remove).delete(change.id);
    }
    return ok(undefined);
  }

  close(): void {
    this.#isClosed = true;
  }

  #of(type: RecordType): Map<string, string> {
    const records = this.#records.get(type) ?? new Map<string, string>();
    this.#records.set(type, records);
    return records;
  }
}
