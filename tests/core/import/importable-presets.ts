import type { ImportCandidate, ImportReading } from '#core/import/import-candidate';
import { readImport } from '#core/import/read-import';
import type { HttpRequest } from '#core/ports';
import { buildCall } from '#core/providers/build-call';
import { buildRequest } from '#core/providers/build-request';
import { pickVariant } from '#core/providers/by-field';
import { checkFields } from '#core/providers/check-fields';
import type { Preset } from '#core/providers/preset';
import type { TestCall } from '#core/providers/preset-calls';
import { readPresetFile } from '#core/providers/read-preset-file';
import { shippedPresets } from '#core/providers/shipped-presets';
import { Secret } from '#core/secret';

/** All presets that Keyfob ships. */
export const presets: readonly Preset[] = shippedPresets;

/** A candidate with its secrets in the open, for comparison. */
export function opened({ secrets, ...rest }: ImportCandidate) {
  const texts = Object.entries(secrets).map(([id, secret]) => [id, secret.reveal()]);
  return { ...rest, secrets: Object.fromEntries(texts) as Record<string, string> };
}

/** All candidates of a text, opened. */
export function found(text: string) {
  return readImport(text, presets).candidates.map(opened);
}

/** Kinds of the problems of a text. */
export function problemsOf(text: string) {
  return readImport(text, presets).problems.map(({ kind }) => kind);
}

/** The one candidate of a text. */
export function only({ candidates, problems }: ImportReading): ImportCandidate {
  const [candidate, ...others] = candidates;
  if (candidate === undefined || others.length > 0)
    throw new Error(`${candidates.length} candidates, ${JSON.stringify(problems)}`);
  return candidate;
}

/** The preset of a candidate, a drafted one read as the app reads its file. */
export function presetOf({ presetId, newPreset }: ImportCandidate): Preset {
  const known = presets.find(({ id }) => id === presetId);
  if (known !== undefined) return known;
  const drafted = readPresetFile(JSON.stringify(newPreset));
  if (!drafted.ok) throw new Error(JSON.stringify(drafted));
  return drafted.preset;
}

/** What a candidate's key would send for a token, or in its test call, with the fields that the user fills in. */
export function sentBy(
  candidate: ImportCandidate,
  call: 'exchange' | 'test',
  filled: Readonly<Record<string, string>> = {},
): HttpRequest {
  const preset = presetOf(candidate);
  const checked = checkFields(preset, { ...candidate.fields, ...opened(candidate).secrets, ...filled }, []);
  if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
  const { fields } = checked.value;
  const wrapped = Object.entries(checked.value.secrets).map(([id, text]) => [id, new Secret(text)] as const);
  const secrets = Object.fromEntries(wrapped);
  const inputs = { fields, secrets, extraCaPem: null, keyExpiresAtMs: null, approvedCommand: null };
  const values = new Map([
    ...Object.entries(fields),
    ['token', checked.value.secrets[tokenField(preset)] ?? 'TOKEN'],
  ]);
  for (const [id, text] of Object.entries(checked.value.secrets)) values.set(id, text);
  const built =
    call === 'exchange' && preset.keyKind === 'exchange'
      ? buildRequest(preset, inputs)
      : buildCall(testCallOf(preset, fields), preset, inputs, values as Map<string, string>, 'testCall');
  if (!built.ok || built.value === null) throw new Error(JSON.stringify(built));
  return built.value;
}

function tokenField(preset: Preset): string {
  return preset.keyKind === 'static' ? preset.tokenField : '';
}

function testCallOf({ testCall }: Preset, fields: Readonly<Record<string, string>>): TestCall {
  const call = testCall && pickVariant<TestCall>(testCall, fields);
  if (call === undefined) throw new Error('no test call');
  return call;
}
