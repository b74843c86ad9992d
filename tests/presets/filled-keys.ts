import type { CopyInput } from '#core/copy-as/copy-forms';
import { variants } from '#core/providers/by-field';
import { checkFields } from '#core/providers/check-fields';
import type { Preset } from '#core/providers/preset';
import { isFieldShown, type PresetField } from '#core/providers/preset-fields';
import { Secret } from '#core/secret';
import type { TokenOutput } from '#core/token';

/** Marks of secrets, to be looked for where none may be. */
export const secretMark = 'S3CRET';
/** A token of letters and dots, as JWTs are. */
export const sampleToken = 'eyJh.eyJz.c2ln';

/** Every value that a key of the preset can have, with these choices: each differs from all others. */
export function filledKey(preset: Preset, choices: Readonly<Record<string, string>> = {}) {
  const chosen = Object.fromEntries(
    preset.fields.map((field) => [field.id, choices[field.id] ?? field.default]),
  );
  const shown = preset.fields.filter((field) => isFieldShown(field, chosen));
  const entered = Object.fromEntries(
    shown.map((field) => [field.id, choices[field.id] ?? sampleValue(field)]),
  );
  const checked = checkFields(preset, entered, []);
  if (!checked.ok) throw new Error(`${preset.id}: ${JSON.stringify(checked.failure)}`);
  const { fields, secrets } = checked.value;
  const keys = shown.filter(({ kind }) => kind === 'key');
  const tokens = keys.map(({ id }): [string, string] => [id, `${secretMark}-${id}`]);
  const texts = [...Object.entries(secrets), ...tokens];
  return { fields, secrets: Object.fromEntries(texts.map(([id, text]) => [id, new Secret(text)])) };
}

function sampleValue({ id, kind, default: unless, shape }: PresetField): string {
  if (kind === 'choice') return unless;
  if (kind === 'origin') return `https://${id.toLowerCase()}.example.com`;
  if (kind === 'url') return `https://${id.toLowerCase()}.example.com/path`;
  if (shape === 'base64OfNameDotUuid') return btoa(`${secretMark}.00000000-0000-4000-8000-000000000000`);
  return kind === 'secret' ? `${secretMark}-${id}` : `${id}-value`;
}

/** Values of each choice field, one after another; the others keep their defaults. */
export function choicesOf(preset: Preset): Readonly<Record<string, string>>[] {
  const all = preset.fields.flatMap(({ id, choices }) => choices.map(({ value }) => ({ [id]: value })));
  return all.length === 0 ? [{}] : all;
}

/** Outputs that the preset names, with sample values. */
export function sampleOutputs(preset: Preset): TokenOutput[] {
  const outputs = preset.keyKind === 'exchange' ? preset.exchange.answer.outputs : [];
  return outputs.map(({ id, label }) => ({ id, label, value: `${id}-value` }));
}

/** What a filled key is copied from. */
export function copyInput(preset: Preset, choices?: Readonly<Record<string, string>>): CopyInput {
  const { fields, secrets } = filledKey(preset, choices);
  const token = new Secret(sampleToken);
  return { preset, fields, secrets, outputs: sampleOutputs(preset), token, expiresAtMs: null };
}

/** Variants of a part that a preset may lack. */
export function variantsOf<T extends object>(
  part: Parameters<typeof variants<T>>[0] | undefined,
): readonly T[] {
  return part === undefined ? [] : variants<T>(part);
}
