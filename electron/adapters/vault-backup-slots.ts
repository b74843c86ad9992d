import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SqliteRecords } from './sqlite-records.ts';
import { readSoundCopy } from './vault-backup-check.ts';
import { openCopy, openDatabase } from './vault-database.ts';
import { copyUnfinished, removeUnfinishedFile, syncFile, syncFolder } from './vault-files.ts';
import { isHeaderGenuine, readHeader } from './vault-header.ts';

/** A slot as its table has it. */
type SlotRow = readonly (string | Uint8Array)[];

/** The slots of an open vault, to be given to its backups. Throws what SQLite throws. */
export function slotsIn(db: DatabaseSyncInstance): SlotRow[] {
  const rows: Record<string, string | Uint8Array>[] = db.prepare('SELECT * FROM slot ORDER BY id').all();
  return rows.map((row) => Object.values(row));
}

/**
 * Whether a sound backup under the vault's own data key has other ways in than the vault. Only the data key itself tells
 * that it is the same: slots of another one would open nothing. False for one that cannot be read.
 */
export function hasOtherSlots(file: string, { db, vaultId, keys }: SqliteRecords): boolean {
  try {
    const isOther = readCopy(file, (copy) => {
      const header = readHeader(copy);
      const isOurs = header?.vaultId === vaultId && isHeaderGenuine(header, keys);
      return isOurs && !isSame(slotsIn(copy), slotsIn(db));
    });
    return isOther && readSoundCopy(file) !== null;
  } catch {
    return false;
  }
}

/** Replaces the slots of backups. False: the disk did not take it for each of them; the others have them. */
export function giveSlotsToAll(
  backups: readonly { readonly file: string }[],
  slots: readonly SlotRow[],
): boolean {
  let areGiven = true;
  for (const { file } of backups) {
    try {
      giveSlots(file, slots);
    } catch {
      areGiven = false;
    }
  }
  return areGiven;
}

/** In a copy that takes its place, made beside it, as the folder may be on another file system than the vault. */
function giveSlots(file: string, slots: readonly SlotRow[]): void {
  const copy = copyUnfinished(file, dirname(file));
  try {
    replaceSlots(copy, slots);
    syncFile(copy);
    if (isSame(readCopy(copy, slotsIn), slots)) renameSync(copy, file);
  } finally {
    removeUnfinishedFile(copy);
  }
  syncFolder(dirname(file));
}

function replaceSlots(copy: string, slots: readonly SlotRow[]): void {
  const db = openDatabase(copy);
  try {
    db.exec('BEGIN; DELETE FROM slot');
    for (const row of slots) db.prepare('INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)').run(...row);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

function isSame(a: readonly SlotRow[], b: readonly SlotRow[]): boolean {
  const textOf = (rows: readonly SlotRow[]) =>
    JSON.stringify(rows.map((row) => row.map((cell) => Buffer.from(cell as string).toString('base64'))));
  return textOf(a) === textOf(b);
}

function readCopy<T>(file: string, read: (db: DatabaseSyncInstance) => T): T {
  const db = openCopy(file);
  try {
    return read(db);
  } finally {
    db.close();
  }
}
