import type { KeyId } from '#core/api-key';
import { fail, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import { type Exchanged, type ExchangePorts, exchangeKey } from './exchange-key.ts';
import type { HandOut } from './fresh-token.ts';
import { drawsFrom, sourceKeys, sourceTokens } from './source-keys.ts';

interface Needs {
  readonly state: AppState;
  readonly ports: ExchangePorts;
  readonly handOut: (id: KeyId) => Promise<Result<HandOut>>;
}

/** Exchanges a stored key; tokens of keys that it draws from are handed out first. Gives the function that does it. */
export function exchangeStoredKey({ state, ports, handOut }: Needs) {
  return async (
    { key }: KeyState,
    secrets: Readonly<Record<string, Secret>>,
    urgent: boolean,
  ): Promise<Result<Exchanged>> => {
    const preset = state.preset(key.presetId);
    if (preset === null) return fail('presetNotFound');
    const { keys } = state.value;
    const sources = sourceKeys(preset, key.fields);
    // Two keys that wait for each other would wait for ever.
    if (sources.some(([, id]) => drawsFrom(id, key.id, keys, (each) => state.preset(each))))
      return fail('sourceKeyFailed', { step: 'prepare', reason: 'sourceKeyCycle' });
    const tokens = await sourceTokens(sources, keys, handOut);
    if (!tokens.ok) return tokens;
    const { fields, extraCaPem, keyExpiresAtMs, approvedCommand } = key;
    const all = { ...secrets, ...tokens.value };
    return exchangeKey(
      ports,
      preset,
      { fields, secrets: all, extraCaPem, keyExpiresAtMs, approvedCommand },
      { urgent },
    );
  };
}
