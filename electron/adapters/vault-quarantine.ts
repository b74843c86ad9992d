import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { copyUnfinished, publishFile, removeUnfinishedFile, syncFolder } from './vault-files.ts';

/** What SQLite keeps beside a file, by the ends of its names. */
const companions = ['-wal', '-journal'];

/**
 * Sets the vault and its log aside under a new name; nothing is deleted or replaced. The vault goes first: a log that a
 * crash leaves alone is set aside too before another vault takes the place, because SQLite would write it into that one.
 */
export function setVaultAside(folder: string, why: 'damaged' | 'set-aside'): void {
  const vault = join(folder, 'vault.db');
  const aside = freeName(`${vault}.${why}-${new Date().toISOString().replaceAll(':', '-')}`);
  for (const end of ['', ...companions])
    if (doesExist(`${vault}${end}`)) renameSync(`${vault}${end}`, `${aside}${end}`);
  syncFolder(folder);
}

/** Sets all backups aside, so that none of them takes the place of a vault that is made next. */
export function setBackupsAside(folder: string): void {
  const backups = join(folder, 'backups');
  if (!doesExist(backups)) return;
  renameSync(backups, freeName(`${backups}.set-aside-${new Date().toISOString().replaceAll(':', '-')}`));
  syncFolder(folder);
}

/**
 * Puts a copy of `from` where the vault is, which is set aside. The copy is whole and durable before anything moves; a
 * crash between the two leaves no vault, and the next opening takes a backup again.
 * @param close lets go of the vault; called when the copy is there
 */
export function replaceVault(
  folder: string,
  from: string,
  why: 'damaged' | 'set-aside',
  close = () => {},
): void {
  const copy = copyUnfinished(from, folder);
  try {
    close();
    setVaultAside(folder, why);
    publishFile(copy, join(folder, 'vault.db'));
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
