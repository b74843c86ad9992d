import { type ApiKey, unused } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import { findPreset } from '#core/providers/shipped-presets';
import { factsOf } from '#core/token';
import type { StoredState } from './key-storage.ts';
import { newKeyState } from './manage-keys.ts';

/** State of a key after a start: with the token and the refusal that the vault kept. */
export function restoredKeyState(key: ApiKey, stored: StoredState): KeyState {
  const token = stored.tokens.get(key.id);
  const use = stored.uses.get(key.id) ?? unused;
  return {
    ...newKeyState(key, findPreset(key.presetId)),
    use,
    token: token === undefined ? null : factsOf(token),
    failure: use.refusedAtMs === null ? null : { kind: 'refused' },
  };
}
