import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { VaultProblem } from '#core/ports';
import { vaultFormat } from './vault-context.ts';

/** "KFOB": tells a vault from any other SQLite file. */
const applicationId = 0x4b_46_4f_42;

const schema = [
  `CREATE TABLE header (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  vault_id TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  header_mac BLOB NOT NULL,
  generation INTEGER NOT NULL,
  record_set_mac BLOB NOT NULL
) STRICT`,
  `CREATE TABLE slot (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  params TEXT NOT NULL,
  protected_kek BLOB NOT NULL,
  nonce BLOB NOT NULL,
  wrapped_key BLOB NOT NULL
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE record (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  nonce BLOB NOT NULL,
  ciphertext BLOB NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID`,
];

/** Opens an existing file, or `:memory:`, for this process alone; changes nothing in it. */
export function openDatabase(location: string): DatabaseSyncInstance {
  const isMemory = location === ':memory:';
  const db = new DatabaseSync(isMemory ? location : `${pathToFileURL(location).href}?mode=rw`);
  try {
    db.enableDefensive(true);
    // EXCLUSIVE: one writer, and no shared-memory file. trusted_schema, cell_size_check: SQLite's own advice for files
    // that may come from elsewhere (sqlite.org/security.html). temp_store: no copy of a page in another file.
    db.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
      PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Opens a copy that nobody else uses; changes nothing in it and makes no other file beside it. */
export function openCopy(file: string): DatabaseSyncInstance {
  const db = new DatabaseSync(`${pathToFileURL(file).href}?mode=ro&immutable=1`);
  db.enableDefensive(true);
  db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
  return db;
}

/**
 * What the first bytes of a file and its size tell (sqlite.org/fileformat.html, section 1.3), before SQLite is let near it:
 * into the file of a program that was killed it would write, and a last page that is cut off it would fill with zeros.
 */
export function findProblemOutside(file: string): VaultProblem | null {
  const start = Buffer.alloc(72);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, start, 0, start.length, 0);
  } finally {
    closeSync(fd);
  }
  if (start.readUInt32BE(68) !== applicationId) return 'damaged';
  if (start.readUInt32BE(60) > vaultFormat) return 'newerFormat';
  const bytes = start.readUInt16BE(16) * start.readUInt32BE(28);
  return statSync(file).size < bytes && !hasLog(file) ? 'damaged' : null;
}

/** Whether SQLite still has to bring something into the file, which may make it longer. */
function hasLog(file: string): boolean {
  const sizes = ['-wal', '-journal'].map((end) => statSync(`${file}${end}`, { throwIfNoEntry: false })?.size);
  return sizes.some((size) => size !== undefined && size > 0);
}

/**
 * Makes every commit durable before it returns: a write-ahead log, synced at each commit and, when SQLite makes it,
 * together with its folder. EXTRA adds nothing to FULL here: it syncs the folder after a rollback journal was removed.
 */
export function makeDurable(db: DatabaseSyncInstance): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
}

/** Lays out an empty vault. */
export function createSchema(db: DatabaseSyncInstance): void {
  db.exec(
    `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${vaultFormat}; ${schema.join(';')}`,
  );
}

/**
 * Checks that this is a vault of our format, with our tables and nothing else (a trigger or view could change what a
 * statement does), and that SQLite finds its structure whole. Null: it is.
 */
export function findProblem(db: DatabaseSyncInstance): VaultProblem | null {
  if (db.prepare('PRAGMA application_id').get().application_id !== applicationId) return 'damaged';
  const format = db.prepare('PRAGMA user_version').get().user_version;
  if (format > vaultFormat) return 'newerFormat';
  const objects: { sql: string | null }[] = db.prepare('SELECT sql FROM sqlite_schema').all();
  const isOurs = format === vaultFormat && objects.map(({ sql }) => sql).join(';') === schema.join(';');
  if (!isOurs) return 'damaged';
  const findings: { integrity_check: string }[] = db.prepare('PRAGMA integrity_check(1)').all();
  return findings.length === 1 && findings[0]?.integrity_check === 'ok' ? null : 'damaged';
}

/** What an exception of SQLite says about the file (result codes: sqlite.org/rescode.html). */
export function problemOf(error: unknown): VaultProblem {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  const [sqliteError, busy, locked, corrupt, notADatabase] = [1, 5, 6, 11, 26];
  if (code === busy || code === locked) return 'inUse';
  return code === sqliteError || code === corrupt || code === notADatabase ? 'damaged' : 'unusableFile';
}
