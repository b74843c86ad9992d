import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { copyUnfinished, removeUnfinishedFile, syncFolder, takePlace } from './vault-files.ts';

/** What SQLite keeps beside a file, by the ends of its names. */
const companions = ['-wal', '-journal'];

/**
 * Sets the vault and its log aside under a new name; nothing is deleted or replaced. The vault goes first: a log that a
 * crash leaves alone is set aside too before another vault takes the place, because SQLite would write it into that one.
 * False: that is done, but the disk did not confirm it. Throws where it is not done.
 */
export function setVaultAside(folder: string, why: 'damaged' | 'set-aside'): boolean {
  const vault = join(folder, 'vault.db');
  const aside = freeName(`${vault}.${why}-${new Date().toISOString().replaceAll(':', '-')}`);
  for (const end of ['', ...companions])
    if (doesExist(`${vault}${end}`)) renameSync(`${vault}${end}`, `${aside}${end}`);
  return isConfirmed(folder);
}

/** Sets all backups aside, so that none of them takes the place of a vault that is made next. Answers as {@link setVaultAside}. */
export function setBackupsAside(folder: string): boolean {
  const backups = join(folder, 'backups');
  if (!doesExist(backups)) return true;
  renameSync(backups, freeName(`${backups}.set-aside-${new Date().toISOString().replaceAll(':', '-')}`));
  return isConfirmed(folder);
}

function isConfirmed(folder: string): boolean {
  try {
    syncFolder(folder);
    return true;
  } catch {
    return false;
  }
}

/**
 * Puts a copy of `from` where the vault is, which is set aside. The copy is whole and durable before anything moves; a
 * crash between the two leaves no vault, and the next opening takes a backup again. False: all is done, but the disk did
 * not confirm it. Throws where it is not done.
 * @param close lets go of the vault; called when the copy is there
 */
export function replaceVault(
  folder: string,
  from: string,
  why: 'damaged' | 'set-aside',
  close = () => {},
): boolean {
  const copy = copyUnfinished(from, folder);
  try {
    close();
    // What the disk does not confirm of it, it is asked for again with the new name.
    setVaultAside(folder, why);
    return takePlace(copy, join(folder, 'vault.db'));
  } finally {
    removeUnfinishedFile(copy);
  }
}

/** Whether there is anything of that name, also a link that leads nowhere. */
export function doesExist(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A name that neither a file nor its companions have. */
function freeName(wanted: string): string {
  for (let n = 0; ; n++) {
    const name = n === 0 ? wanted : `${wanted}-${n}`;
    if (!['', ...companions].some((end) => doesExist(`${name}${end}`))) return name;
  }
}
