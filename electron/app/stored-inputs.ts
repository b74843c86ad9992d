import type { ApiKey, KeyId } from '#core/api-key';
import { fail, ok, type Result } from '#core/failure';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { HandOut } from './fresh-token.ts';
import type { KeyStorage } from './key-storage.ts';
import { drawsFrom, sourceKeys, sourceTokens } from './source-keys.ts';
import { usablePreset } from './usable-preset.ts';

/** What is needed to read a stored key for one use. */
export interface StoredInputsNeeds {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly handOut: (id: KeyId) => Promise<Result<HandOut>>;
}

/** A stored key as an exchange takes it. */
export interface StoredInputs {
  readonly key: ApiKey;
  readonly preset: Preset;
  readonly inputs: KeyInputs;
}

/** Reads a stored key with its secrets and the tokens of keys that it draws from. */
export async function storedInputs(needs: StoredInputsNeeds, id: KeyId): Promise<Result<StoredInputs>> {
  const keyState = needs.state.value.keys.get(id);
  if (keyState === undefined) return fail('keyNotFound');
  const secrets = await needs.storage.readSecrets(id);
  return secrets.ok ? withSources(needs, keyState.key, secrets.value) : secrets;
}

/** A stored key whose own secrets were read. Failures: presetNotFound, invalidInput (presetChanged), sourceKeyFailed. */
export async function withSources(
  { state, handOut }: Omit<StoredInputsNeeds, 'storage'>,
  key: ApiKey,
  secrets: Readonly<Record<string, Secret>>,
): Promise<Result<StoredInputs>> {
  const usable = usablePreset(key, state.preset(key.presetId));
  if (!usable.ok) return usable;
  const preset = usable.value;
  const { keys } = state.value;
  const sources = sourceKeys(preset, key.fields);
  // Two keys that wait for each other would wait for ever.
  if (sources.some(([, id]) => drawsFrom(id, key.id, keys, (each) => state.preset(each))))
    return fail('sourceKeyFailed', { step: 'prepare', reason: 'sourceKeyCycle' });
  const tokens = await sourceTokens(sources, keys, handOut);
  if (!tokens.ok) return tokens;
  const { fields, extraCaPem, keyExpiresAtMs, approvedCommand } = key;
  const all = { ...secrets, ...tokens.value };
  return ok({ key, preset, inputs: { fields, secrets: all, extraCaPem, keyExpiresAtMs, approvedCommand } });
}
