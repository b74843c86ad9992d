import type { ApiKey, KeyId, KeyUse } from '#core/api-key';
import { ok, type Result } from '#core/failure';
import type { Vault } from '#core/ports';
import type { Token } from '#core/token';
import { keyFromJson, keyUseFromJson, tokenFromJson } from './key-records.ts';
import { type RotationRecord, rotationFromJson } from './rotation-record.ts';

/** What a vault holds, without the secrets. */
export interface StoredState {
  readonly keys: readonly ApiKey[];
  readonly uses: ReadonlyMap<KeyId, KeyUse>;
  readonly tokens: ReadonlyMap<KeyId, Token>;
  readonly rotations: ReadonlyMap<KeyId, RotationRecord>;
  /** Key records that cannot be read; they stay in the vault as they are. */
  readonly unreadableKeys: number;
}

/** Reads everything but the secrets. Failures: vaultLocked, vaultDamaged. */
export async function readStoredState(vault: Vault): Promise<Result<StoredState>> {
  const keys = await vault.readAll('key');
  if (!keys.ok) return keys;
  const tokens = await vault.readAll('token');
  if (!tokens.ok) return tokens;
  const uses = await vault.readAll('keyUse');
  if (!uses.ok) return uses;
  const rotations = await vault.readAll('rotation');
  if (!rotations.ok) return rotations;
  return ok({
    keys: [...keys.value.records].map(([id, json]) => keyFromJson(id, json)),
    uses: new Map([...uses.value.records].map(([id, json]) => [id as KeyId, keyUseFromJson(json)])),
    tokens: new Map([...tokens.value.records].map(([id, json]) => [id as KeyId, tokenFromJson(json)])),
    rotations: new Map(
      [...rotations.value.records].map(([id, json]) => [id as KeyId, rotationFromJson(json)]),
    ),
    unreadableKeys: keys.value.damagedIds.length,
  });
}
