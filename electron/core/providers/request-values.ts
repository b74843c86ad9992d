import type { Token } from '#core/token';
import { base64OfBytes } from './encodings.ts';
import type { KeyInputs } from './key-inputs.ts';
import type { Preset } from './preset.ts';
import { isFieldShown } from './preset-fields.ts';

/** Values of all fields of a key as template variables, and what can be read out of them. */
export function inputValues(preset: Preset, inputs: KeyInputs): Map<string, string> {
  const values = new Map(Object.entries(withDefaults(preset, inputs.fields)));
  for (const { id, shape, thumbprint } of preset.fields) {
    if (thumbprint) setThumbprint(id, inputs.fields[id] ?? '', values);
    const secret = inputs.secrets[id]?.reveal();
    if (secret === undefined) continue;
    values.set(id, secret);
    if (shape === 'base64OfNameDotUuid') values.set(`${id}.name`, nameInBase64(secret));
  }
  return values;
}

/** Those values, and the token with its outputs. */
export function tokenValues(preset: Preset, inputs: KeyInputs, token: Token): Map<string, string> {
  const values = inputValues(preset, inputs).set('token', token.value.reveal());
  for (const { id, value } of token.outputs) values.set(`outputs.${id}`, value);
  return values;
}

/** Adds defaults of fields that the preset did not have when the key was stored. */
function withDefaults(
  { fields }: Preset,
  stored: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const missing = fields.filter((field) => field.default !== '' && stored[field.id] === undefined);
  const all = { ...Object.fromEntries(missing.map((field) => [field.id, field.default])), ...stored };
  const hidden = missing.filter((field) => !isFieldShown(field, all));
  for (const { id } of hidden) delete all[id];
  return all;
}

/** The first required field without a value, or null. */
export function missingField(preset: Preset, inputs: KeyInputs): string | null {
  const fields = withDefaults(preset, inputs.fields);
  const isFilled = (id: string) => Boolean(fields[id] || inputs.secrets[id]?.reveal());
  const missing = preset.fields.find(
    (field) => field.required && isFieldShown(field, fields) && !isFilled(field.id),
  );
  return missing?.id ?? preset.needsOneOf.find((group) => !group.some(isFilled))?.[0] ?? null;
}

/** SHA-1 has 40 hexadecimal digits, SHA-256 64; tools write colons or spaces between them. */
function setThumbprint(id: string, text: string, values: Map<string, string>): void {
  const digits = text.replace(/[\s:]/g, '');
  if (!/^([\da-f]{40}|[\da-f]{64})$/i.test(digits)) return;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const base64url = base64OfBytes(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  values.set(`${id}.${bytes.length === 20 ? 'sha1' : 'sha256'}`, base64url);
}

/** The name in base64 of `<name>.<uuid>`, as DataOS makes its keys; empty when it has another form. */
function nameInBase64(secret: string): string {
  if (secret.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(secret)) return '';
  return /^([\x21-\x7e]+)\.[0-9a-f-]{36}$/i.exec(atob(secret))?.[1] ?? '';
}
