import type { KeyInputs } from './key-inputs.ts';
import type { Preset } from './preset.ts';

/** Labels of the secrets that do not look as this provider's secrets normally do. A hint, never a reason to refuse. */
export function unusualSecrets(preset: Preset, inputs: KeyInputs): string[] {
  return preset.fields
    .filter(({ id, shape }) => {
      const secret = inputs.secrets[id];
      return shape !== undefined && secret !== undefined && !isBase64OfNameDotUuid(secret.reveal());
    })
    .map(({ label }) => label);
}

/** DataOS: every key in its documentation is base64, with padding, of `<token name>.<uuid>`. */
function isBase64OfNameDotUuid(text: string): boolean {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  return /^.+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(atob(text));
}
