import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/**
 * Does something while no other process that calls this with the same folder does: the system's lock on an empty file, which
 * ends with its process however that ends. SQLite takes it, because Node has no call for it. Where the lock cannot be had (a full
 * disk, a folder that cannot be written, longer than the patience) it is done all the same: the start must tell of that, not fall silent.
 */
export function inTurn<T>(folder: string, patienceMs: number, act: () => T): T {
  let database: DatabaseSyncInstance | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'start.lock');
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
    database = new DatabaseSync(file, { timeout: patienceMs });
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    // Said by what opens the vault in this folder.
  }
  try {
    return act();
  } finally {
    database?.close();
  }
}
