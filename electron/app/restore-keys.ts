import { type ApiKey, type KeyUse, unused } from '#core/api-key';
import type { Failure } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Preset } from '#core/providers/preset';
import { inDoubt } from '#core/refresh-token-use';
import { factsOf } from '#core/token';
import type { StoredState } from './key-storage.ts';
import { newKeyState } from './manage-keys.ts';

/** State of a key after a start: with the token and the refusal that the vault kept. */
export function restoredKeyState(key: ApiKey, preset: Preset | null, stored: StoredState): KeyState {
  const token = stored.tokens.get(key.id);
  const use = stored.uses.get(key.id) ?? unused;
  return {
    ...newKeyState(key, preset),
    use,
    token: token === undefined ? null : factsOf(token),
    failure: failureKept(use),
  };
}

function failureKept({ refusedAtMs, refreshTokenSentAtMs }: KeyUse): Failure | null {
  if (refreshTokenSentAtMs !== null) return inDoubt;
  return refusedAtMs === null ? null : { kind: 'refused' };
}
