import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const folderMode = 0o700;
const fileMode = 0o600;
const isPosix = process.platform !== 'win32';
/** Names of vaults that are still being made; one that a crash left behind holds no record. */
const unfinishedPrefix = 'vault.db.creating-';

/** Makes the folder, or repairs its mode, whatever the umask (security.md, ST-09). False: it belongs to somebody else. */
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
  const kinds = [file, `${file}-wal`, `${file}-journal`].map(inspectFile);
  return kinds.includes('unusable') ? 'unusable' : (kinds[0] ?? 'missing');
}

function inspectFile(file: string): 'missing' | 'ordinary' | 'unusable' {
  const facts = lstatSync(file, { throwIfNoEntry: false });
  if (facts === undefined) return 'missing';
  if (!facts.isFile() || !isMine(facts.uid)) return 'unusable';
  if (isPosix && (facts.mode & 0o777) !== fileMode) chmodSync(file, fileMode);
  return 'ordinary';
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

/**
 * Gives a finished file its name, durably. A link instead of a rename, because a rename would replace a vault that
 * another process made meanwhile; then that one stays.
 */
export function publishFile(unfinished: string, file: string): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  rmSync(unfinished);
  syncFolder(dirname(file));
}

/** Removes what a crash during creation left. */
export function removeUnfinishedFiles(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(unfinishedPrefix)) rmSync(join(folder, name), { force: true });
}

/** Makes new names in a folder durable. Windows knows no such call and journals names itself. */
function syncFolder(folder: string): void {
  if (!isPosix) return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
