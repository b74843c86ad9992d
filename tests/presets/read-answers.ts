import { checkFields } from '#core/providers/check-fields';
import { readTokenAnswer } from '#core/providers/read-token-answer';
import { findPreset } from '#core/providers/shipped-presets';
import { answer, context, nowMs } from '../core/providers/preset-rig.ts';

/** What a token answer says to the preset that reads it, in plain values; the failure when it is none. */
export function readAnswer(
  presetId: string,
  body: unknown,
  { status = 200, fields = {}, headers }: Partial<AnswerManner> = {},
) {
  const preset = findPreset(presetId);
  if (preset?.keyKind !== 'exchange') throw new Error(`${presetId} is no exchange preset`);
  const read = readTokenAnswer(
    preset,
    { ...defaultsOf(presetId), ...fields },
    answer(status, body, headers),
    nowMs,
    context,
  );
  if (!read.ok) return read.failure;
  const { value, expiresAtMs, lifetimeSource, outputs } = read.value;
  return {
    token: value.reveal(),
    lifetimeS: expiresAtMs === null ? null : (expiresAtMs - nowMs) / 1000,
    source: lifetimeSource,
    outputs: Object.fromEntries(outputs.map(({ id, value: shown }) => [id, shown])),
  };
}

interface AnswerManner {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Record<string, string>;
}

/** Values that the form gives to fields which the user leaves alone. */
function defaultsOf(presetId: string): Record<string, string> {
  const preset = findPreset(presetId);
  const optional = preset === null ? [] : preset.fields.map((field) => ({ ...field, required: false }));
  const checked = preset && checkFields({ ...preset, fields: optional, needsOneOf: [] }, {}, []);
  return checked?.ok ? checked.value.fields : {};
}
