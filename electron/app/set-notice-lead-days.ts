import type { KeyId } from '#core/api-key';
import type { Result } from '#core/failure';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

/**
 * Stores how many days before its expiry a key's user is told; null: as the settings say. Failures: keyNotFound, those of a
 * vault's commit.
 */
export async function setNoticeLeadDays(
  { state, storage }: { readonly state: AppState; readonly storage: KeyStorage },
  id: KeyId,
  days: readonly number[] | null,
): Promise<Result<void>> {
  const noticeLeadDays = days === null ? null : [...new Set(days)].sort((a, b) => b - a);
  const keyNow = () => {
    const key = state.value.keys.get(id)?.key;
    return key === undefined ? null : { ...key, noticeLeadDays };
  };
  const stored = await storage.saveKey(id, keyNow);
  const key = keyNow();
  if (stored.ok && key !== null) state.changeKey(id, { key });
  return stored;
}
