import { fail, ok, type Result } from '#core/failure';
import { Secret } from '#core/secret';
import type { Token } from '#core/token';
import type { KeyInputs } from './key-inputs.ts';
import type { StaticPreset } from './preset.ts';
import { readTokenText } from './token-text.ts';

/** The token of a key that is itself the token. It lives as long as the key. */
export function staticToken(preset: StaticPreset, inputs: KeyInputs, nowMs: number): Result<Token> {
  const field = preset.tokenField;
  const text = readTokenText(inputs.secrets[field]?.reveal());
  if ('problem' in text) {
    const reasons = { noToken: 'empty', tokenTooLong: 'tooLong', tokenCharacters: 'forbiddenCharacter' };
    return fail('invalidInput', { step: 'token', field, reason: reasons[text.problem] });
  }
  const { keyExpiresAtMs } = inputs;
  if (keyExpiresAtMs !== null && keyExpiresAtMs <= nowMs) return fail('keyExpired', { step: 'token' });
  return ok({
    value: new Secret(text.token),
    obtainedAtMs: nowMs,
    expiresAtMs: keyExpiresAtMs,
    lifetimeSource: 'key',
    tokenType: 'Bearer',
    outputs: [],
  });
}
