import type { ApiKey, KeyId, RefreshMode } from '#core/api-key';
import type { Result } from '#core/failure';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
}

/** Chooses when a key's token is renewed. Failures: keyNotFound, vaultDamaged, vaultWriteFailed, vaultLocked. */
export async function setRefreshMode(
  { state, storage }: Needs,
  id: KeyId,
  refreshMode: RefreshMode,
): Promise<Result<void>> {
  const keyNow = (): ApiKey | null => {
    const key = state.value.keys.get(id)?.key;
    return key === undefined ? null : { ...key, refreshMode };
  };
  const stored = await storage.saveKey(id, keyNow);
  const key = keyNow();
  if (stored.ok && key !== null) state.changeKey(id, { key });
  return stored;
}
