import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { encodeContext, vaultFormat } from './vault-context.ts';
import { keyBytes, type VaultKeys } from './vault-crypto.ts';
import { VaultRecordSet } from './vault-record-set.ts';

/** The vault's one header row. */
export interface VaultHeader {
  readonly vaultId: string;
  readonly createdAtMs: bigint;
  readonly headerMac: Uint8Array;
  /** Higher after each commit: {@link nextGeneration}. */
  readonly generation: bigint;
  readonly recordSetMac: Uint8Array;
}

/** What a vault keeps when its data key is renewed. */
export type VaultOrigin = Pick<VaultHeader, 'vaultId' | 'createdAtMs' | 'generation'>;

/** Bits of the generation that count under one data key. */
const countBits = 32n;

/**
 * The generation after a commit: its low 32 bits grow by one and by one for each record that was encrypted, so that they
 * bound the encryptions under the data key (NIST SP 800-38D section 8.3 allows 2^32 with random nonces). Null: the bound
 * is reached, and nothing more may be encrypted under this key.
 */
export function nextGeneration(generation: bigint, encryptions: number): bigint | null {
  const next = generation + 1n + BigInt(encryptions);
  return next >> countBits === generation >> countBits ? next : null;
}

/** The generation with which a vault begins under its next data key; higher than all before. */
export function firstGenerationOfNextKey(generation: bigint): bigint {
  return ((generation >> countBits) + 1n) << countBits;
}

/** How many records were encrypted under the data key, at most. */
export function encryptionsUnder(generation: bigint): bigint {
  return BigInt.asUintN(Number(countBits), generation);
}

/** Which data key a vault of this generation has: 0 for the first one. Older backups have a lower number. */
export function dataKeyNumber(generation: bigint): bigint {
  return generation >> countBits;
}

/** Writes the header of an empty vault. */
export function insertHeader(db: DatabaseSyncInstance, keys: VaultKeys, origin: VaultOrigin): void {
  const { vaultId, createdAtMs, generation } = origin;
  const emptySetMac = new VaultRecordSet(keys.recordSet).mac(vaultId, generation);
  const insert = db.prepare('INSERT INTO header VALUES (1, ?, ?, ?, ?, ?)');
  insert.run(vaultId, createdAtMs, headerMac(keys, vaultId, createdAtMs), generation, emptySetMac);
}

/** The header row, or null when there is none: then this is no vault. */
export function readHeader(db: DatabaseSyncInstance): VaultHeader | null {
  const select =
    db.prepare(`SELECT vault_id AS vaultId, created_at_ms AS createdAtMs, header_mac AS headerMac,
    generation, record_set_mac AS recordSetMac FROM header`);
  // Any 64-bit value may stand in a damaged file; as a number it would throw.
  select.setReadBigInts(true);
  return select.get() ?? null;
}

/** Whether the header's fixed part is as it was written. */
export function isHeaderGenuine(header: VaultHeader, keys: VaultKeys): boolean {
  const expected = headerMac(keys, header.vaultId, header.createdAtMs);
  return header.headerMac.length === keyBytes && timingSafeEqual(header.headerMac, expected);
}

function headerMac(keys: VaultKeys, vaultId: string, createdAtMs: bigint): Buffer {
  const context = encodeContext(['keyfob header', vaultId, BigInt(vaultFormat), createdAtMs]);
  return createHmac('sha256', keys.header).update(context).digest();
}
