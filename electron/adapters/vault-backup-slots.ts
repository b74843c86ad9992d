import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SqliteRecords } from './sqlite-records.ts';
import { openCopy, openDatabase } from './vault-database.ts';
import { copyUnfinished, syncFile, syncFolder } from './vault-files.ts';
import { readHeader } from './vault-header.ts';

/** A slot as its table has it. */
type SlotRow = readonly (string | Uint8Array)[];

/** The slots of a backup, to be given to others. Throws what SQLite throws. */
export function readSlots(file: string): SlotRow[] {
  return readCopy(file, slotsIn);
}

function slotsIn(db: DatabaseSyncInstance): SlotRow[] {
  const rows: Record<string, string | Uint8Array>[] = db.prepare('SELECT * FROM slot ORDER BY id').all();
  return rows.map((row) => Object.values(row));
}

/**
 * Whether a backup of the vault has other ways in than the vault: a disk without room for a copy keeps it from getting those
 * that the vault has. False for one that cannot be read.
 */
export function hasOtherSlots(file: string, { db, vaultId }: SqliteRecords): boolean {
  try {
    return readCopy(
      file,
      (copy) => readHeader(copy)?.vaultId === vaultId && !isSame(slotsIn(copy), slotsIn(db)),
    );
  } catch {
    return false;
  }
}

/** Replaces the slots of a backup, in a copy that takes its place. The data key is the same, so they open it. Throws where that fails. */
export function giveSlots(vaultFolder: string, file: string, slots: readonly SlotRow[]): void {
  if (isSame(readSlots(file), slots)) return;
  const copy = copyUnfinished(file, vaultFolder);
  const db = openDatabase(copy);
  try {
    db.exec('BEGIN; DELETE FROM slot');
    for (const row of slots) db.prepare('INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)').run(...row);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  syncFile(copy);
  if (isSame(readSlots(copy), slots)) renameSync(copy, file);
  rmSync(copy, { force: true });
  syncFolder(join(file, '..'));
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
