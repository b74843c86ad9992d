import { join } from 'node:path';
import type { KeyringProblem, VaultProblem } from '#core/ports';
import type { SlotType } from '#core/vault-access';
import type { Keyring } from './keyring.ts';
import { SqliteRecords } from './sqlite-records.ts';
import { createVault, layOut, type MadeVault, newOrigin } from './vault-creation.ts';
import { randomKey, VaultKeys } from './vault-crypto.ts';
import { findProblem, findProblemOutside, makeDurable, openDatabase, problemOf } from './vault-database.ts';
import { canReadVaultFile, inspectVaultFile, prepareFolder, removeUnfinishedFiles } from './vault-files.ts';
import { isHeaderGenuine, readHeader } from './vault-header.ts';
import { createOsSlot } from './vault-slot-os.ts';
import { slotTypes } from './vault-slots.ts';
import { byKeyring, type FindKey, type KeyringRefusal } from './vault-ways-in.ts';

/** A vault that is open. */
export interface OpenedVault {
  readonly state: 'open';
  readonly records: SqliteRecords;
  /** Name of the keyring that opened it, or null. */
  readonly backend: string | null;
}

/** A vault that stays closed, and the ways in that its file has, as far as it can be read. */
export interface LockedVault<Refusal> {
  readonly state: 'locked';
  readonly reason: Refusal | VaultProblem;
  readonly slots: readonly SlotType[];
}

/** There is no vault file, and no keyring to make one with. Nothing was written. */
export interface MissingVault {
  readonly state: 'noKeyring';
  readonly problem: KeyringProblem;
}

function locked(reason: VaultProblem): LockedVault<never> {
  return { state: 'locked', reason, slots: [] };
}

/** Opens `<folder>/vault.db` by the keyring, or makes it if there is none. An existing file is never replaced. */
export async function openOrCreateVault(
  folder: string,
  keyring: Keyring,
): Promise<OpenedVault | LockedVault<KeyringRefusal> | MissingVault> {
  try {
    if (inspectVaultFile(join(folder, 'vault.db')) === 'missing') {
      const made = await createWithKeyring(folder, keyring);
      if (typeof made === 'string') return { state: 'noKeyring', problem: made };
      if (!made.isConfirmed) return locked('unusableFile');
    }
  } catch {
    return locked('unusableFile');
  }
  return openVault(folder, byKeyring(keyring));
}

function createWithKeyring(folder: string, keyring: Keyring): Promise<KeyringProblem | MadeVault> {
  return createVault(folder, null, async (vaultId, dataKey) => {
    const made = await createOsSlot(keyring, vaultId, dataKey);
    return typeof made === 'string' ? made : made.slot;
  });
}

/**
 * Opens `<folder>/vault.db`, which is left as it is when that fails. Never throws. SQLite reports a page that the disk does
 * not give as damage, too (SQLITE_IOERR_CORRUPTFS, sqlite.org/rescode.html). So the file only counts as damaged when
 * all of it can be read and it still is on a second look.
 */
export async function openVault<Refusal>(
  folder: string,
  findKey: FindKey<Refusal>,
): Promise<OpenedVault | LockedVault<Refusal>> {
  const found = await openOnce(folder, findKey);
  if (found.state === 'open' || found.reason !== 'damaged') return found;
  return canReadVaultFile(join(folder, 'vault.db')) ? openOnce(folder, findKey) : locked('unusableFile');
}

async function openOnce<Refusal>(
  folder: string,
  findKey: FindKey<Refusal>,
): Promise<OpenedVault | LockedVault<Refusal>> {
  const file = join(folder, 'vault.db');
  try {
    if (!prepareFolder(folder) || inspectVaultFile(file) !== 'ordinary') return locked('unusableFile');
    const problem = findProblemOutside(file);
    if (problem !== null) return locked(problem);
    const opened = await openOrdinaryFile(file, findKey);
    if (opened.state === 'open') removeUnfinishedFiles(folder);
    return opened;
  } catch (error) {
    return locked(problemOf(error));
  }
}

/** The same vault in memory, under a key that nobody keeps. */
export function openSessionVault(): OpenedVault {
  const dataKey = randomKey();
  const records = layOut(openDatabase(':memory:'), new VaultKeys(dataKey), newOrigin());
  dataKey.fill(0);
  return { state: 'open', records, backend: null };
}

async function openOrdinaryFile<Refusal>(
  file: string,
  findKey: FindKey<Refusal>,
): Promise<OpenedVault | LockedVault<Refusal>> {
  const db = openDatabase(file);
  let keys: VaultKeys | null = null;
  let opened: OpenedVault | null = null;
  try {
    const problem = findProblem(db);
    if (problem !== null) return locked(problem);
    const header = readHeader(db);
    const slots = slotTypes(db);
    if (header === null || slots.length === 0) return locked('damaged');
    const found = await findKey(db, header.vaultId);
    if (!found.ok) return { state: 'locked', reason: found.reason, slots };
    keys = new VaultKeys(found.dataKey);
    found.dataKey.fill(0);
    if (!isHeaderGenuine(header, keys)) return { ...locked('damaged'), slots };
    makeDurable(db);
    found.renew?.();
    opened = { state: 'open', records: new SqliteRecords(db, keys, header), backend: found.backend };
    return opened;
  } finally {
    if (opened === null) {
      keys?.wipe();
      db.close();
    }
  }
}
