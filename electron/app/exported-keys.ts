import { type ApiKey, type KeyUse, unused } from '#core/api-key';
import type { ExportedKey } from '#core/export/export-document';
import { ok, type Result } from '#core/failure';
import type { Secret } from '#core/secret';
import type { KeyStorage } from './key-storage.ts';

/** All stored keys in the form in which they are exported. */
export interface StoredForExport {
  readonly keys: readonly ExportedKey[];
  /** Keys whose secrets do not decrypt; they are among `keys` without them. */
  readonly damaged: number;
}

/** Reads all keys with their secrets. Failures: vaultLocked, vaultDamaged. */
export async function readForExport(storage: KeyStorage): Promise<Result<StoredForExport>> {
  const stored = await storage.readAll();
  if (!stored.ok) return stored;
  let damaged = 0;
  const keys: ExportedKey[] = [];
  for (const key of stored.value.keys) {
    const secrets = await storage.readSecrets(key.id);
    if (!secrets.ok && secrets.failure.kind === 'vaultLocked') return secrets;
    if (!secrets.ok) damaged += 1;
    keys.push(exportedKey(key, secrets.ok ? secrets.value : {}, stored.value.uses.get(key.id) ?? unused));
  }
  return ok({ keys, damaged });
}

function exportedKey(key: ApiKey, secrets: Readonly<Record<string, Secret>>, use: KeyUse): ExportedKey {
  const { secretFieldIds: _, approvedCommand: __, approvedPreset: ___, ...shown } = key;
  const { lastCopiedAtMs, lastHandedOutAtMs } = use;
  const changedAtMs = use.changedAtMs ?? key.addedAtMs;
  return { ...shown, secrets, lastCopiedAtMs, lastHandedOutAtMs, changedAtMs };
}
