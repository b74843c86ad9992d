import { expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import type { HttpRequest } from '#core/ports';
import { buildRequest } from '#core/providers/build-request';
import { checkFields } from '#core/providers/check-fields';
import type { ExchangePreset } from '#core/providers/preset';
import type { PresetField } from '#core/providers/preset-fields';
import { Secret } from '#core/secret';
import { only, opened, presets } from './importable-presets.ts';

/** A value that the field takes and no example has. */
function sample({ id, kind, default: usual, choices }: PresetField, hosts: readonly string[]): string {
  const [host = '*.acme.example'] = hosts;
  if (usual !== '') return usual;
  // The name of a member: what an unknown one holds counts as a secret.
  if (id === 'idName') return 'username';
  if (kind === 'choice') return choices[0]?.value ?? '';
  if (kind === 'origin') return `https://${host.replace('*', 'unit')}`;
  if (kind === 'url') return `https://unit.acme.example/${id.toLowerCase()}`;
  return `${id.toLowerCase()}-4711`;
}

/** A key of a preset with a value in every field, or null when its request cannot be built of those alone. */
function sampleKey(preset: ExchangePreset) {
  const values = preset.fields.map((field) => [field.id, sample(field, preset.importHints.hosts)] as const);
  const checked = checkFields(preset, Object.fromEntries(values), []);
  if (!checked.ok) return null;
  const { fields, secrets: texts } = checked.value;
  const wrapped = Object.entries(texts).map(([id, text]) => [id, new Secret(text)] as const);
  const secrets = Object.fromEntries(wrapped);
  const inputs = { fields, secrets, extraCaPem: null, keyExpiresAtMs: null, approvedCommand: null };
  const request = buildRequest(preset, inputs);
  return request.ok ? { request: request.value, secrets: texts } : null;
}

function curlLine({ method, url, headers, body }: HttpRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) options.push(`-d ${quoted(body)}`);
  return `curl -X ${method} ${quoted(url)} ${options.join(' ')}`;
}

/** Those whose key is a pair or a text that the request itself shows. */
const showing = presets.filter(
  (preset): preset is ExchangePreset =>
    preset.keyKind === 'exchange' &&
    preset.exchange.assertion === undefined &&
    !JSON.stringify(preset.exchange.clientAuthentication).startsWith('{"method":"private_key_jwt"'),
);

it.each(showing.map((preset) => [preset.id, preset] as const))(
  'the request of a %s key is known as its own',
  (id, preset) => {
    const key = sampleKey(preset);
    if (key === null) expect.fail(`no request of ${id}`);
    const candidate = only(readImport(curlLine(key.request), presets));
    const { presetId, alternatives, secrets } = opened(candidate);
    expect(Object.values(secrets)).toEqual(Object.values(key.secrets));
    if (id !== 'api-key-exchange' && id !== 'oauth2-device')
      expect([presetId, ...alternatives]).toContain(id);
  },
);
