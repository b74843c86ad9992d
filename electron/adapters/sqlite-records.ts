import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { fail, ok, type Result } from '#core/failure';
import type { RecordType, VaultChange, VaultRecords } from '#core/ports';
import { recordContext } from './vault-context.ts';
import { type Sealed, seal, unseal, type VaultKeys } from './vault-crypto.ts';
import { nextGeneration, type VaultHeader } from './vault-header.ts';
import { VaultRecordSet } from './vault-record-set.ts';

interface Row extends Sealed {
  readonly type: string;
  readonly id: string;
  readonly version: bigint;
}

/** The records of an open vault: what {@link SqliteVault} works on between opening and closing. */
export class SqliteRecords {
  /** For what is not a record: slots. */
  readonly db: DatabaseSyncInstance;
  readonly #keys: VaultKeys;
  readonly #vaultId: string;
  readonly #statements: ReturnType<typeof prepare>;
  #generation: bigint;
  #set: VaultRecordSet;
  /** Whether records were removed or replaced since the last commit, by somebody without the key. */
  readonly wereAltered: boolean;

  constructor(db: DatabaseSyncInstance, keys: VaultKeys, header: VaultHeader) {
    this.db = db;
    this.#keys = keys;
    this.#vaultId = header.vaultId;
    this.#generation = header.generation;
    this.#statements = prepare(db);
    this.#set = new VaultRecordSet(keys.recordSet);
    for (const row of this.#statements.every.iterate() as Iterable<Row>)
      this.#set.toggle({ vaultId: this.#vaultId, ...row }, row);
    this.wereAltered = !this.#set.matches(header.recordSetMac, header.vaultId, header.generation);
  }

  /** The vault's own keys, to check copies of it with; wiped when it is closed. */
  get keys(): VaultKeys {
    return this.#keys;
  }

  get vaultId(): string {
    return this.#vaultId;
  }

  /** Higher after each commit; see {@link encryptionsUnder} for what else it says. */
  get generation(): bigint {
    return this.#generation;
  }

  /** Writes the whole vault as of the last commit, its slots too, into an empty file; not synced. */
  writeCopy(file: string): void {
    this.db.prepare('VACUUM INTO ?').run(file);
  }

  readAll(type: RecordType): Result<VaultRecords> {
    const records = new Map<string, string>();
    const damagedIds: string[] = [];
    for (const row of this.#statements.allOfType.iterate(type) as Iterable<Row>) {
      const json = this.#decrypt(row);
      if (json === null) damagedIds.push(row.id);
      else records.set(row.id, json);
    }
    return ok({ records, damagedIds });
  }

  read(type: RecordType, id: string): Result<string | null> {
    const row = this.#find(type, id);
    if (row === undefined) return ok(null);
    const json = this.#decrypt(row);
    return json === null ? fail('vaultDamaged') : ok(json);
  }

  /** @param changeSlots what else belongs to the commit */
  commit(changes: readonly VaultChange[], changeSlots?: () => void): Result<void> {
    const set = this.#set.copy();
    const encryptions = changes.filter((change) => 'put' in change).length;
    const generation = nextGeneration(this.#generation, encryptions);
    if (generation === null) return fail('vaultWriteFailed');
    try {
      this.db.exec('BEGIN IMMEDIATE');
      for (const change of changes) this.#apply(change, set);
      changeSlots?.();
      this.#statements.state.run(generation, set.mac(this.#vaultId, generation));
      this.db.exec('COMMIT');
    } catch {
      // SQLite has rolled back by itself after some errors (sqlite.org/lang_transaction.html).
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      return fail('vaultWriteFailed');
    }
    this.#set = set;
    this.#generation = generation;
    return ok(undefined);
  }

  /** Which records there are, also those that do not decrypt. */
  list(): { readonly type: RecordType; readonly id: string }[] {
    const rows = this.#statements.every.all() as Row[];
    return rows.map(({ type, id }) => ({ type: type as RecordType, id }));
  }

  /** Writes every readable record into another vault, in one commit. */
  copyTo(target: SqliteRecords): Result<void> {
    const changes: VaultChange[] = [];
    for (const row of this.#statements.every.iterate() as Iterable<Row>) {
      const json = this.#decrypt(row);
      if (json !== null) changes.push({ put: row.type as RecordType, id: row.id, json });
    }
    return target.commit(changes);
  }

  /** Wipes the keys and lets go of the file. */
  close(): void {
    this.#keys.wipe();
    if (this.db.isOpen) this.db.close();
  }

  #apply(change: VaultChange, set: VaultRecordSet): void {
    const vaultId = this.#vaultId;
    const type = 'put' in change ? change.put : change.remove;
    const old = this.#find(type, change.id);
    if (old !== undefined) set.toggle({ vaultId, ...old }, old);
    if ('remove' in change) {
      this.#statements.remove.run(type, change.id);
      return;
    }
    const place = { vaultId, type, id: change.id, version: (old?.version ?? 0n) + 1n };
    const plaintext = Buffer.from(change.json, 'utf8');
    const sealed = seal(this.#keys.record, plaintext, recordContext(place));
    plaintext.fill(0);
    this.#statements.put.run(type, change.id, place.version, sealed.nonce, sealed.ciphertext);
    set.toggle(place, sealed);
  }

  #find(type: RecordType, id: string): Row | undefined {
    return this.#statements.one.get(type, id);
  }

  #decrypt(row: Row): string | null {
    const plaintext = unseal(this.#keys.record, row, recordContext({ vaultId: this.#vaultId, ...row }));
    if (plaintext === null) return null;
    const json = plaintext.toString('utf8');
    plaintext.fill(0);
    return json;
  }
}

function prepare(db: DatabaseSyncInstance) {
  const select = 'SELECT type, id, version, nonce, ciphertext FROM record';
  const statements = {
    every: db.prepare(select),
    allOfType: db.prepare(`${select} WHERE type = ? ORDER BY id`),
    one: db.prepare(`${select} WHERE type = ? AND id = ?`),
    put: db.prepare('REPLACE INTO record (type, id, version, nonce, ciphertext) VALUES (?, ?, ?, ?, ?)'),
    remove: db.prepare('DELETE FROM record WHERE type = ? AND id = ?'),
    state: db.prepare('UPDATE header SET generation = ?, record_set_mac = ?'),
  };
  // Any 64-bit value may stand in a damaged file; as a number it would throw.
  for (const statement of Object.values(statements)) statement.setReadBigInts(true);
  return statements;
}
