import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkCopy } from './vault-backup-check.ts';
import type { VaultBackups } from './vault-backups.ts';
import { copyToNewFile, prepareFolder, unfinishedName } from './vault-files.ts';
import type { LockedVault, OpenedVault } from './vault-opening.ts';
import { doesExist, replaceVault, setVaultAside } from './vault-quarantine.ts';

/** What opening may give; other answers are handed on. */
export type Answer = OpenedVault | LockedVault<unknown> | { readonly state: 'noKeyring' };

/** What opening gave, and whether a backup took the place of a damaged or missing file before. */
export interface Recovered<Found> {
  readonly found: Found | LockedVault<never>;
  readonly isFromBackup: boolean;
}

/**
 * Opens the vault of a folder. If its file is damaged, or gone although there are backups, the newest whole one takes its
 * place; what was there is set aside. Only damage counts: a keyring or passphrase that does not open it is no reason.
 * @param openIn opens the vault of a folder in one way
 */
export async function openOrRecover<Found extends Answer>(
  folder: string,
  backups: VaultBackups,
  openIn: (folder: string) => Promise<Found>,
): Promise<Recovered<Found>> {
  const found = await openUnlessGone(folder, backups, openIn);
  if (!isDamaged(found)) return { found, isFromBackup: false };
  try {
    const backup = await newestUsable(folder, backups, openIn);
    if (backup === null) return { found, isFromBackup: false };
    replaceVault(folder, backup, 'damaged');
  } catch {
    return { found, isFromBackup: false };
  }
  return { found: await openIn(folder), isFromBackup: true };
}

/** A log without its vault is set aside first, as SQLite would write it into the vault that takes the place. */
async function openUnlessGone<Found extends Answer>(
  folder: string,
  backups: VaultBackups,
  openIn: (folder: string) => Promise<Found>,
): Promise<Found | LockedVault<never>> {
  try {
    if (doesExist(folder) && !doesExist(join(folder, 'vault.db'))) {
      if (!setVaultAside(folder, 'damaged')) return { state: 'locked', reason: 'unusableFile', slots: [] };
      if (backups.areAny) return { state: 'locked', reason: 'damaged', slots: [] };
    }
  } catch {
    return { state: 'locked', reason: 'unusableFile', slots: [] };
  }
  return openIn(folder);
}

function isDamaged(found: Answer): boolean {
  return found.state === 'locked' && found.reason === 'damaged';
}

/**
 * The newest backup without any damage, else the newest that opens. When the way in does not work now, nobody can look
 * inside: then the newest whose structure is whole.
 */
async function newestUsable(
  folder: string,
  backups: VaultBackups,
  openIn: (folder: string) => Promise<Answer>,
): Promise<string | null> {
  let partial: string | null = null;
  for (const { file } of backups.list()) {
    const state = await stateOf(file, folder, openIn);
    if (state === 'whole') return file;
    if (state === 'unknown') return partial ?? file;
    if (state === 'partial') partial ??= file;
  }
  return partial;
}

/** Opens a copy of the backup in a folder of its own, as opening may write to the file. */
async function stateOf(file: string, folder: string, openIn: (folder: string) => Promise<Answer>) {
  const trial = unfinishedName(folder);
  try {
    if (!prepareFolder(trial)) return 'unknown';
    copyToNewFile(file, join(trial, 'vault.db'));
    const found = await openIn(trial);
    if (found.state !== 'open') return isDamaged(found) ? 'bad' : 'unknown';
    try {
      return runToEnd(checkCopy(file, found.records.keys));
    } finally {
      found.records.close();
    }
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

function runToEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
