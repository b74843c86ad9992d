import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SqliteRecords } from './sqlite-records.ts';
import { checkCopy, readCopyHeader } from './vault-backup-check.ts';
import { keepBackup, type NamedBackup, namedBackups, nextId, soundBackups } from './vault-backup-names.ts';
import { giveSlotsToAll, hasOtherSlots, slotsIn } from './vault-backup-slots.ts';
import { expendable } from './vault-backup-spread.ts';
import {
  createUnfinishedFile,
  prepareFolder,
  publishFile,
  removeUnfinishedFile,
  syncFile,
  syncFolder,
} from './vault-files.ts';
import { dataKeyNumber } from './vault-header.ts';

/**
 * Makes a backup in steps. It gets its name when it was checked as a whole and is durable; only then does an older one
 * go. Gives whether there is one, and all have the ways in that they are to have; never throws.
 * @param reachesNewer whether backups that know more commits than the vault get its slots too
 */
export function* makeBackup(
  vaultFolder: string,
  folder: string,
  records: SqliteRecords,
  reachesNewer: boolean,
): Generator<void, boolean> {
  let copy: string | null = null;
  try {
    copy = createUnfinishedFile(vaultFolder, randomUUID());
    // Of this moment, as another one may be made and finished while this one is checked.
    const id = nextId(folder, records.generation);
    records.writeCopy(copy);
    yield;
    syncFile(copy);
    const found = yield* checkCopy(copy, records.keys);
    if (found === 'bad' || !prepareFolder(folder)) return false;
    publishFile(copy, join(folder, `${id}${found === 'whole' ? '' : '-partial'}.db`));
    tidy(folder, records);
    const others = withOtherSlots(namedBackups(folder), records, reachesNewer);
    return giveSlotsToAll(others, slotsIn(records.db));
  } catch {
    return false;
  } finally {
    if (copy !== null) removeUnfinishedFile(copy);
  }
}

/**
 * Removes what is no longer needed, and copies under a former data key. Backups of another vault, and those that know
 * more commits than this one, stay: somebody may want them back. So do those that did when its data key was renewed.
 */
function tidy(folder: string, records: SqliteRecords): void {
  for (const { file } of underFormerKey(namedBackups(folder), records)) rmSync(file, { force: true });
  const ours = soundBackups(folder).filter(
    ({ vaultId, generation, isKept }) =>
      !isKept && vaultId === records.vaultId && generation <= records.generation,
  );
  for (const { file } of expendable(ours)) rmSync(file, { force: true });
}

/**
 * To be told before the data key is renewed, after which every former backup has a lower generation: those that know more
 * commits than the vault, which is an older one then, are kept. Durable; throws what the disk throws.
 */
export function keepNewer(folder: string, { vaultId, generation }: SqliteRecords): void {
  const newer = namedBackups(folder).filter(
    (backup) => backup.generation > generation && readCopyHeader(backup.file)?.vaultId === vaultId,
  );
  for (const backup of newer) keepBackup(backup);
  if (newer.length > 0) syncFolder(folder);
}

/**
 * Backups of the vault that would keep a former data key on the disk for no reason; also damaged ones whose header can be
 * read.
 */
export function underFormerKey(backups: readonly NamedBackup[], records: SqliteRecords): NamedBackup[] {
  const keyNumber = dataKeyNumber(records.generation);
  return backups.filter(({ file, generation, isKept }) => {
    if (isKept || dataKeyNumber(generation) >= keyNumber) return false;
    const header = readCopyHeader(file);
    return header?.vaultId === records.vaultId && header.generation === generation;
  });
}

/**
 * Backups under the vault's data key with other ways in than it has: one that was taken away opens them, and the present
 * ones do not. Those that know more commits count only if `reachesNewer`: the user changed the ways in of this vault. An
 * older file that somebody put in its place must not bring a former passphrase back into newer backups.
 */
export function withOtherSlots(
  backups: readonly NamedBackup[],
  records: SqliteRecords,
  reachesNewer: boolean,
): NamedBackup[] {
  return backups.filter(
    ({ file, generation }) =>
      (reachesNewer || generation <= records.generation) && hasOtherSlots(file, records),
  );
}
