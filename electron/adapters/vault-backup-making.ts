import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteRecords } from './sqlite-records.ts';
import { checkCopy } from './vault-backup-check.ts';
import { type BackupFile, backupName, soundBackups } from './vault-backup-names.ts';
import { giveSlots, readSlots } from './vault-backup-slots.ts';
import { expendable } from './vault-backup-spread.ts';
import {
  createUnfinishedFile,
  prepareFolder,
  publishFile,
  removeUnfinishedFile,
  syncFile,
} from './vault-files.ts';
import { dataKeyNumber } from './vault-header.ts';

/**
 * Makes a backup in steps. It gets its name when it was checked as a whole and is durable; only then does an older one
 * go. Gives whether there is one; never throws.
 */
export function* makeBackup(
  vaultFolder: string,
  folder: string,
  records: SqliteRecords,
): Generator<void, boolean> {
  let copy: string | null = null;
  try {
    copy = createUnfinishedFile(vaultFolder, randomUUID());
    const { generation } = records;
    records.writeCopy(copy);
    yield;
    syncFile(copy);
    const found = yield* checkCopy(copy, records.keys);
    if (found === 'bad' || !prepareFolder(folder)) return false;
    const made = join(folder, backupName(Date.now(), generation, found === 'whole'));
    publishFile(copy, made);
    tidy(vaultFolder, made, records, soundBackups(folder));
    return true;
  } catch {
    return false;
  } finally {
    if (copy !== null) removeUnfinishedFile(copy);
  }
}

/**
 * Removes what is no longer needed, and copies under a former data key: they would keep it on the disk. The others get
 * the vault's slots, so that a way in that was taken away opens none of them, and the present ones open all. Backups of
 * another vault, and those that know more commits than this one, stay as they are: somebody may want them back.
 */
function tidy(
  vaultFolder: string,
  made: string,
  records: SqliteRecords,
  backups: readonly BackupFile[],
): void {
  const ours = backups.filter(
    ({ vaultId, generation }) => vaultId === records.vaultId && generation <= records.generation,
  );
  const keyNumber = dataKeyNumber(records.generation);
  const former = new Set(ours.filter(({ generation }) => dataKeyNumber(generation) < keyNumber));
  const old = expendable(ours.filter((backup) => !former.has(backup)));
  const gone = new Set([...former, ...old].filter(({ file }) => file !== made));
  for (const { file } of gone) rmSync(file, { force: true });
  const slots = readSlots(made);
  for (const backup of ours) if (!gone.has(backup)) giveSlots(vaultFolder, backup.file, slots);
}
