import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const folderMode = 0o700;
const fileMode = 0o600;
const isPosix = process.platform !== 'win32';
/** Names of vaults that are still being made; one that a crash left behind holds no record. */
const unfinishedPrefix = 'vault.db.creating-';

/** Makes the folder, or repairs its mode, whatever the umask (docs/rules-and-findings.md, F10). False: it belongs to somebody else. */
export function prepareFolder(folder: string): boolean {
  const made = mkdirSync(folder, { recursive: true, mode: folderMode });
  if (made !== undefined) syncFolder(dirname(made));
  const facts = statSync(folder);
  if (!facts.isDirectory() || !isMine(facts.uid)) return false;
  if (isPosix && (facts.mode & 0o777) !== folderMode) chmodSync(folder, folderMode);
  return true;
}

/**
 * Looks at the vault file and what SQLite keeps beside it. Only ordinary files of this user are used: a link could lead
 * elsewhere, a pipe would block. Modes are repaired, as backups and copies often lose them.
 */
export function inspectVaultFile(file: string): 'missing' | 'ordinary' | 'unusable' {
  const kinds = withCompanions(file).map(inspectFile);
  return kinds.includes('unusable') ? 'unusable' : (kinds[0] ?? 'missing');
}

/** Whether the disk gives all of the vault file and of what SQLite keeps beside it. */
export function canReadVaultFile(file: string): boolean {
  try {
    for (const each of withCompanions(file)) if (existsSync(each)) readFileSync(each);
    return true;
  } catch {
    return false;
  }
}

function withCompanions(file: string): string[] {
  return [file, `${file}-wal`, `${file}-journal`];
}

function inspectFile(file: string): 'missing' | 'ordinary' | 'unusable' {
  const facts = lstatSync(file, { throwIfNoEntry: false });
  if (facts === undefined) return 'missing';
  if (!facts.isFile() || !isMine(facts.uid)) return 'unusable';
  repairMode(file);
  return 'ordinary';
}

/** Repairs the mode of one of our folders or files, as copies of it often lose it. What is somebody else's, or a link, is left alone. */
export function repairMode(path: string): void {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined || !isMine(facts.uid) || !(facts.isFile() || facts.isDirectory())) return;
  const mode = facts.isDirectory() ? folderMode : fileMode;
  if (isPosix && (facts.mode & 0o777) !== mode) chmodSync(path, mode);
}

function isMine(uid: number): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

/** An empty file of mode 0600; SQLite gives its log the same mode. */
export function createUnfinishedFile(folder: string, uuid: string): string {
  const file = join(folder, `${unfinishedPrefix}${uuid}`);
  const fd = openSync(file, 'wx', fileMode);
  if (isPosix) fchmodSync(fd, fileMode);
  closeSync(fd);
  return file;
}

/** What systems answer where a file cannot have two names: FAT, some network and FUSE file systems (link(2), libuv). */
const noLinkCodes = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EISDIR']);

/**
 * Gives a finished file its name, durably. A link instead of a rename, because a rename would replace a vault that
 * another process made meanwhile; then that one stays. Where there are no links the file is copied: a crash in the middle
 * of it leaves a vault without records that does not open.
 */
export function publishFile(unfinished: string, file: string, link = linkSync): void {
  try {
    link(unfinished, file);
  } catch (error) {
    const code = codeOf(error);
    if (noLinkCodes.has(code)) copyToNewFile(unfinished, file);
    else if (code !== 'EEXIST') throw error;
  }
  rmSync(unfinished);
  syncFolder(dirname(file));
}

/**
 * As {@link publishFile}. False: the name is given, but the disk did not confirm it, and a power cut could take it back.
 * Throws when there is no file of that name; then nothing is left of the unfinished one either.
 */
export function takePlace(unfinished: string, file: string): boolean {
  try {
    publishFile(unfinished, file);
    return true;
  } catch (error) {
    removeUnfinishedFile(unfinished);
    if (!existsSync(file)) throw error;
    return false;
  }
}

/** A name for what is removed at the next opening if it is still there. */
export function unfinishedName(folder: string): string {
  return join(folder, `${unfinishedPrefix}${randomUUID()}`);
}

/** A durable copy under a name that {@link publishFile} takes. */
export function copyUnfinished(from: string, folder: string): string {
  const file = unfinishedName(folder);
  copyToNewFile(from, file);
  return file;
}

/** Makes what was written to a file durable. */
export function syncFile(file: string): void {
  const fd = openSync(file, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Copies durably, unless the file exists. A copy that failed is removed. */
export function copyToNewFile(from: string, to: string): void {
  const content = readFileSync(from);
  let fd: number;
  try {
    fd = openSync(to, 'wx', fileMode);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw error;
  }
  try {
    if (isPosix) fchmodSync(fd, fileMode);
    writeFileSync(fd, content);
    fsyncSync(fd);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Removes what a crash during creation left. */
export function removeUnfinishedFiles(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(unfinishedPrefix)) removeUnfinishedFile(join(folder, name));
}

/**
 * Never throws: one that cannot be removed harms nothing, the next opening tries again, and what is done meanwhile, such as
 * wiping keys, must go on.
 */
export function removeUnfinishedFile(file: string): void {
  try {
    rmSync(file, { force: true, recursive: true });
  } catch {}
}

/** What systems answer where a folder may not be read (mode 0300), or its file system knows no sync of folders (fsync(2)). */
const noFolderSyncCodes = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Makes new names in a folder durable, where there is a way to: Windows knows no such call and journals names itself. Throws
 * when the disk fails.
 */
export function syncFolder(folder: string): void {
  if (!isPosix) return;
  try {
    syncNames(folder);
  } catch (error) {
    if (!noFolderSyncCodes.has(codeOf(error))) throw error;
  }
}

function syncNames(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
