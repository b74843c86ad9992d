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
  /** Number of commits so far. */
  readonly generation: bigint;
  readonly recordSetMac: Uint8Array;
}

/** Writes the header of an empty vault. */
export function insertHeader(
  db: DatabaseSyncInstance,
  keys: VaultKeys,
  vaultId: string,
  createdAtMs: number,
): void {
  const emptySetMac = new VaultRecordSet(keys.recordSet).mac(vaultId, 0n);
  const mac = headerMac(keys, vaultId, BigInt(createdAtMs));
  const insert = db.prepare('INSERT INTO header VALUES (1, ?, ?, ?, 0, ?)');
  insert.run(vaultId, BigInt(createdAtMs), mac, emptySetMac);
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
