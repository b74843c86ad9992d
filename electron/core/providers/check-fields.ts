import { fail, ok, type Result } from '#core/failure';
import { hasControlCharacter, hasForbiddenCharacter } from '#core/forbidden-characters';
import { normaliseAddressField } from './address-field.ts';
import type { Preset } from './preset.ts';
import { isFieldShown, type PresetField } from './preset-fields.ts';

/** Longest secret and longest other value, in UTF-16 units. */
const secretLengthLimit = 16_384;
const textLengthLimit = 2_000;

/** Entered values, checked and normalised; `secrets` holds only those that were entered. */
export interface CheckedFields {
  readonly fields: Record<string, string>;
  readonly secrets: Record<string, string>;
}

/**
 * Checks what the user entered for a preset. White space around a value is dropped (a pasted secret often ends with a
 * line break), an empty value means the default, and an empty secret means the one that is already stored.
 */
export function checkFields(
  preset: Preset,
  entered: Readonly<Record<string, string>>,
  storedSecretFieldIds: readonly string[],
): Result<CheckedFields> {
  const known = new Set(preset.fields.map(({ id }) => id));
  for (const id of Object.keys(entered))
    if (!known.has(id)) return fail('invalidInput', { field: id.slice(0, 64), reason: 'unknownField' });

  const fields: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  const given = valuesOrDefaults(preset, entered);
  for (const field of preset.fields) {
    if (!isFieldShown(field, given)) continue;
    const text = given[field.id] ?? '';
    const isSecret = field.kind === 'secret';
    if (text === '') {
      const isStored = isSecret && storedSecretFieldIds.includes(field.id);
      if (field.required && !isStored && !isFromSignIn(preset, field.id)) return empty(field.id);
      continue;
    }
    const checked = checkValue(field, text);
    if (!checked.ok) return checked;
    (isSecret ? secrets : fields)[field.id] = checked.value;
  }
  const isFilled = (id: string) => id in fields || id in secrets || storedSecretFieldIds.includes(id);
  const unfilled = preset.needsOneOf.find((group) => !group.some(isFilled))?.[0];
  return unfilled === undefined ? ok({ fields, secrets }) : empty(unfilled);
}

/** Whether signing in fills a field, so that nobody enters it. */
export function isFromSignIn(preset: Preset, fieldId: string): boolean {
  if (preset.keyKind !== 'exchange' || preset.signIn === undefined) return false;
  return preset.exchange.answer.refreshToken?.field === fieldId;
}

function empty(field: string) {
  return fail('invalidInput', { field, reason: 'empty' });
}

function valuesOrDefaults(preset: Preset, entered: Readonly<Record<string, string>>): Record<string, string> {
  const values = preset.fields.map(({ id, default: unless }) => {
    const text = (Object.hasOwn(entered, id) ? (entered[id] ?? '') : '').trim();
    return [id, text === '' ? unless : text] as const;
  });
  return Object.fromEntries(values);
}

function checkValue(field: PresetField, text: string): Result<string> {
  const refuse = (reason: string) => fail('invalidInput', { field: field.id, reason });
  const isSecret = field.kind === 'secret';
  if (text.length > (isSecret ? secretLengthLimit : textLengthLimit)) return refuse('tooLong');
  if (field.multiline)
    return hasControlCharacter(text.replace(/[\n\r\t]/g, '')) ? refuse('forbiddenCharacter') : ok(text);
  const isForbidden = isSecret ? hasControlCharacter(text) : hasForbiddenCharacter(text);
  if (isForbidden) return refuse('forbiddenCharacter');
  switch (field.kind) {
    case 'choice':
      return field.choices.some(({ value }) => value === text) ? ok(text) : refuse('notAChoice');
    case 'origin':
    case 'url':
      return normaliseAddressField(field, text);
    case 'text':
      return ok(field.upperCase ? text.toUpperCase() : text);
    case 'secret':
    case 'key':
      return ok(text);
  }
}

const certificateBlock = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/**
 * The certificates of an entered PEM file (RFC 7468), without anything else that the file holds: a private key that was
 * pasted along is not stored. That they are certificates is shown when the first connection uses them.
 */
export function checkPem(text: string): Result<string> {
  const blocks = [...text.matchAll(certificateBlock)].map((match) => (match[1] ?? '').replace(/\s+/g, ''));
  if (blocks.length === 0 || !blocks.every(isDerSequence))
    return fail('invalidInput', { field: 'extraCaPem', reason: 'notPem' });
  const lines = blocks.map((base64) => base64.replace(/.{64}(?=.)/g, '$&\n'));
  return ok(
    lines.map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`).join(''),
  );
}

/** A certificate is a DER SEQUENCE: tag 0x30 with a length in two bytes. */
function isDerSequence(base64: string): boolean {
  return base64.length % 4 === 0 && /^MI[A-Za-z0-9+/]+={0,2}$/.test(base64);
}
