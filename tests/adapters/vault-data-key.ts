import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Keyring } from '#adapters/keyring';
import { VaultKeys } from '#adapters/vault-crypto';
import { openCopy } from '#adapters/vault-database';
import { isHeaderGenuine, readHeader } from '#adapters/vault-header';
import { openOsSlot } from '#adapters/vault-slot-os';
import { readSlot } from '#adapters/vault-slots';

/** The data key of a closed vault that the keyring opens. */
export async function dataKeyOf({ file, keyring }: { file: string; keyring: Keyring }): Promise<Buffer> {
  const db = openCopy(file);
  try {
    const header = readHeader(db);
    const slot = readSlot(db, 'os');
    if (header === null || slot === null) throw new Error('no header or no slot');
    const opened = await openOsSlot(keyring, header.vaultId, slot);
    if (!opened.ok) throw new Error(opened.problem);
    return opened.dataKey;
  } finally {
    db.close();
  }
}

/** Whether any vault file in a folder, also a backup or one that was set aside, is under this data key. */
export function canOpenAny(folder: string, dataKey: Buffer): boolean {
  const keys = new VaultKeys(dataKey);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/-(wal|journal)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  return files.some((file) => {
    const db = openCopy(file);
    try {
      const header = readHeader(db);
      return header !== null && isHeaderGenuine(header, keys);
    } catch {
      return false;
    } finally {
      db.close();
    }
  });
}
