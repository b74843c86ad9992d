import { recordContext } from './vault-context.ts';
import { type Sealed, unseal, type VaultKeys } from './vault-crypto.ts';
import { findProblem, openCopy } from './vault-database.ts';
import { isHeaderGenuine, readHeader, type VaultHeader } from './vault-header.ts';
import { VaultRecordSet } from './vault-record-set.ts';

/** How many records are looked at before others get a turn. */
const stride = 500;

interface Row extends Sealed {
  readonly type: string;
  readonly id: string;
  readonly version: bigint;
}

/**
 * The header of a copy whose structure SQLite finds whole, or null. What it takes no key to see: a changed record is not
 * found. Never throws.
 */
export function readSoundCopy(file: string): VaultHeader | null {
  try {
    const db = openCopy(file);
    try {
      return findProblem(db) === null ? readHeader(db) : null;
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

/** The header of a copy as it stands, which may be damaged; null where it cannot be read. Never throws. */
export function readCopyHeader(file: string): VaultHeader | null {
  try {
    const db = openCopy(file);
    try {
      return readHeader(db);
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

/**
 * Looks at everything in a copy: `whole`, `partial` when only single records do not decrypt, else `bad`. In steps, so
 * that a large one does not stop the program. Never throws.
 */
export function* checkCopy(file: string, keys: VaultKeys): Generator<void, 'whole' | 'partial' | 'bad'> {
  try {
    const db = openCopy(file);
    try {
      if (findProblem(db) !== null) return 'bad';
      const header = readHeader(db);
      if (header === null || !isHeaderGenuine(header, keys)) return 'bad';
      const select = db.prepare('SELECT type, id, version, nonce, ciphertext FROM record');
      select.setReadBigInts(true);
      return yield* checkRecords(select.iterate() as Iterable<Row>, header, keys);
    } finally {
      db.close();
    }
  } catch {
    return 'bad';
  }
}

function* checkRecords(
  rows: Iterable<Row>,
  { vaultId, generation, recordSetMac }: VaultHeader,
  keys: VaultKeys,
): Generator<void, 'whole' | 'partial' | 'bad'> {
  const set = new VaultRecordSet(keys.recordSet);
  let seen = 0;
  let unreadable = 0;
  for (const row of rows) {
    const place = { vaultId, ...row };
    set.toggle(place, row);
    const plaintext = unseal(keys.record, row, recordContext(place));
    if (plaintext === null) unreadable += 1;
    plaintext?.fill(0);
    seen += 1;
    if (seen % stride === 0) yield;
  }
  if (!set.matches(recordSetMac, vaultId, generation)) return 'bad';
  return unreadable === 0 ? 'whole' : 'partial';
}
