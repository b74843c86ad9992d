import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { SqliteRecords } from './sqlite-records.ts';
import { randomKey, VaultKeys } from './vault-crypto.ts';
import { createSchema, makeDurable, openDatabase } from './vault-database.ts';
import {
  createUnfinishedFile,
  prepareFolder,
  removeUnfinishedFile,
  syncFolder,
  takePlace,
} from './vault-files.ts';
import { insertHeader, isHeaderGenuine, readHeader, type VaultOrigin } from './vault-header.ts';
import { putSlot, type Slot } from './vault-slots.ts';

/** How many records are copied before others get a turn: some 10 ms of work. */
const stride = 250;

/** What a new vault file is made of. */
export interface VaultPlan {
  readonly origin: VaultOrigin;
  readonly dataKey: Buffer;
  readonly slots: readonly Slot[];
  /** Whose records it holds from the start; null: it is empty. */
  readonly source: SqliteRecords | null;
}

/** The vault that {@link createVault} made, unless another process did: then the file has another id. */
export interface MadeVault {
  readonly vaultId: string;
  /** False: the file is there, but the disk did not confirm its name, and a power cut could take it away. */
  readonly isConfirmed: boolean;
}

/** The first generation of a vault's own, with a fresh id. */
export function newOrigin(): VaultOrigin {
  return { vaultId: randomUUID(), createdAtMs: BigInt(Date.now()), generation: 0n };
}

/**
 * Makes `<folder>/vault.db` under another name and gives it its own when it is whole and durable, so that a crash leaves
 * either no vault or one that opens. Asks for the slot first: without it nothing is written. A file that another process
 * made meanwhile stays, and a folder of somebody else is left alone: opening finds both.
 * @param makeSlot gives text when there can be no slot, and that text is the answer
 */
export async function createVault<Refusal extends string>(
  folder: string,
  source: SqliteRecords | null,
  makeSlot: (vaultId: string, dataKey: Buffer) => Promise<Slot | Refusal>,
): Promise<Refusal | MadeVault> {
  const origin = newOrigin();
  const dataKey = randomKey();
  try {
    const slot = await makeSlot(origin.vaultId, dataKey);
    if (typeof slot === 'string') return slot;
    const { vaultId } = origin;
    if (!prepareFolder(folder)) return { vaultId, isConfirmed: true };
    const unfinished = await writeVault(folder, { origin, dataKey, slots: [slot], source });
    return { vaultId, isConfirmed: takePlace(unfinished, join(folder, 'vault.db')) };
  } finally {
    dataKey.fill(0);
  }
}

/**
 * Writes a whole vault under an unfinished name, durably, and reads every record back. Throws when the disk or the source
 * fails; then nothing is left of it.
 */
export async function writeVault(folder: string, plan: VaultPlan): Promise<string> {
  const unfinished = createUnfinishedFile(folder, randomUUID());
  try {
    const db = openDatabase(unfinished);
    const keys = new VaultKeys(plan.dataKey);
    try {
      const records = layOut(db, keys, plan.origin);
      for (const slot of plan.slots) putSlot(db, slot);
      if (plan.source !== null) await copyRecords(plan.source, records);
      makeDurable(db);
    } finally {
      keys.wipe();
      db.close();
    }
    if (plan.source !== null) await compareRecords(plan.source, unfinished, plan.dataKey);
    // A folder that takes no sync is found before anything in it changes.
    syncFolder(folder);
    return unfinished;
  } catch (error) {
    removeUnfinishedFile(unfinished);
    throw error;
  }
}

/** Tables and header of an empty vault. */
export function layOut(db: DatabaseSyncInstance, keys: VaultKeys, origin: VaultOrigin): SqliteRecords {
  createSchema(db);
  insertHeader(db, keys, origin);
  const header = readHeader(db);
  if (header === null) throw new Error('a header that was just written is missing');
  return new SqliteRecords(db, keys, header);
}

async function copyRecords(source: SqliteRecords, target: SqliteRecords): Promise<void> {
  for (const part of inParts(source.list())) {
    const changes = part.map(({ type, id }) => ({ put: type, id, json: jsonOf(source, type, id) }));
    if (!target.commit(changes).ok) throw new Error('the new file takes no record');
    await nextTurn();
  }
}

async function compareRecords(source: SqliteRecords, file: string, dataKey: Buffer): Promise<void> {
  const db = openDatabase(file);
  const keys = new VaultKeys(dataKey);
  try {
    const header = readHeader(db);
    if (header === null || !isHeaderGenuine(header, keys)) throw new Error('the new file has no header');
    const written = new SqliteRecords(db, keys, header);
    const listed = source.list();
    const isSame = !written.wereAltered && written.list().length === listed.length;
    if (!isSame) throw new Error('the new file holds other records');
    for (const part of inParts(listed)) {
      for (const { type, id } of part)
        if (jsonOf(written, type, id) !== jsonOf(source, type, id)) throw new Error('a record changed');
      await nextTurn();
    }
  } finally {
    keys.wipe();
    db.close();
  }
}

function jsonOf(records: SqliteRecords, ...[type, id]: Parameters<SqliteRecords['read']>): string {
  const found = records.read(type, id);
  if (!found.ok || found.value === null) throw new Error('a record cannot be read');
  return found.value;
}

function inParts<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / stride);
  return Array.from({ length: count }, (_, i) => all.slice(i * stride, (i + 1) * stride));
}
