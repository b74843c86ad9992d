import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { KeyringProblem, VaultProblem, VaultProtection } from '#core/ports';
import type { Keyring } from './keyring.ts';
import { SqliteRecords } from './sqlite-records.ts';
import { randomKey, VaultKeys } from './vault-crypto.ts';
import { createSchema, findProblem, makeDurable, openDatabase, problemOf } from './vault-database.ts';
import {
  createUnfinishedFile,
  inspectVaultFile,
  prepareFolder,
  publishFile,
  removeUnfinishedFiles,
} from './vault-files.ts';
import { insertHeader, isHeaderGenuine, readHeader } from './vault-header.ts';
import { createOsSlot, insertSlot, openOsSlot, readOsSlot, renewSlot, type Slot } from './vault-slots.ts';

/** A vault that is open: its records and what protects them. */
export interface OpenedVault {
  readonly state: 'open';
  readonly records: SqliteRecords;
  readonly protection: VaultProtection;
}

/** What there is when a vault could not be opened or made. */
export type ClosedVault =
  | { readonly state: 'locked'; readonly reason: KeyringProblem | VaultProblem }
  /** There is no vault file, and no keyring to make one with. Nothing was written. */
  | { readonly state: 'noKeyring'; readonly problem: KeyringProblem };

function locked(reason: KeyringProblem | VaultProblem): ClosedVault {
  return { state: 'locked', reason };
}

/** Opens `<folder>/vault.db`, or makes it if there is none. An existing file is never replaced. */
export async function openOrCreateVault(
  folder: string,
  keyring: Keyring,
): Promise<OpenedVault | ClosedVault> {
  const file = join(folder, 'vault.db');
  try {
    if (inspectVaultFile(file) === 'missing') {
      const problem = await createVault(folder, file, keyring);
      if (problem !== null) return { state: 'noKeyring', problem };
    }
    if (!prepareFolder(folder) || inspectVaultFile(file) !== 'ordinary') return locked('unusableFile');
    return await openExistingVault(folder, file, keyring);
  } catch (error) {
    return locked(problemOf(error));
  }
}

/** The same vault in memory, under a key that nobody keeps. */
export function openSessionVault(reason: KeyringProblem): OpenedVault {
  const db = openDatabase(':memory:');
  const dataKey = randomKey();
  const keys = layOut(db, randomUUID(), dataKey);
  dataKey.fill(0);
  const header = readHeader(db);
  if (header === null) throw new Error('a header that was just written is missing');
  const records = new SqliteRecords(db, keys, header);
  return { state: 'open', records, protection: { kind: 'sessionOnly', reason } };
}

/**
 * Makes the file under another name and gives it its own when it is whole and durable, so that a crash leaves either no
 * vault or one that opens. Asks the keyring first: without it nothing is written.
 */
async function createVault(folder: string, file: string, keyring: Keyring): Promise<KeyringProblem | null> {
  const vaultId = randomUUID();
  const dataKey = randomKey();
  try {
    const slot = await createOsSlot(keyring, vaultId, dataKey);
    if (typeof slot === 'string') return slot;
    if (prepareFolder(folder)) writeVault(folder, file, vaultId, dataKey, slot);
    return null;
  } finally {
    dataKey.fill(0);
  }
}

function writeVault(folder: string, file: string, vaultId: string, dataKey: Buffer, slot: Slot): void {
  const unfinished = createUnfinishedFile(folder, vaultId);
  try {
    const db = openDatabase(unfinished);
    try {
      layOut(db, vaultId, dataKey).wipe();
      insertSlot(db, slot);
      makeDurable(db);
    } finally {
      db.close();
    }
    publishFile(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function layOut(db: DatabaseSyncInstance, vaultId: string, dataKey: Buffer): VaultKeys {
  const keys = new VaultKeys(dataKey);
  createSchema(db);
  insertHeader(db, keys, vaultId, Date.now());
  return keys;
}

async function openExistingVault(
  folder: string,
  file: string,
  keyring: Keyring,
): Promise<OpenedVault | ClosedVault> {
  const db = openDatabase(file);
  let opened: OpenedVault | null = null;
  try {
    const problem = findProblem(db);
    if (problem !== null) return locked(problem);
    const header = readHeader(db);
    const slot = readOsSlot(db);
    if (header === null || slot === null) return locked('damaged');
    const answer = await openOsSlot(keyring, header.vaultId, slot);
    if (!answer.ok) return locked(answer.problem);
    const keys = new VaultKeys(answer.dataKey);
    answer.dataKey.fill(0);
    if (!isHeaderGenuine(header, keys)) {
      keys.wipe();
      return locked('damaged');
    }
    makeDurable(db);
    if (answer.renewedBlob !== null) renewSlot(db, slot, answer.renewedBlob);
    removeUnfinishedFiles(folder);
    const protection = { kind: 'osProtected', backend: answer.backend } as const;
    opened = { state: 'open', records: new SqliteRecords(db, keys, header), protection };
    return opened;
  } finally {
    if (opened === null) db.close();
  }
}
