import type { HttpAnswer } from '#core/ports';
import { pickVariant } from '#core/providers/by-field';
import type { AnswerContext } from '#core/providers/classify-failure';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { ExchangePreset, Preset, StaticPreset } from '#core/providers/preset';
import type { TestCall } from '#core/providers/preset-calls';
import { readTokenAnswer } from '#core/providers/read-token-answer';
import { findPreset } from '#core/providers/shipped-presets';
import { Secret } from '#core/secret';

/** Looked for in every failure and message. */
export const canary = 'CANARY-5f2e9c-SECRET';
export const nowMs = Date.UTC(2026, 0, 1);

export function exchangePreset(id: string): ExchangePreset {
  const preset = findPreset(id);
  if (preset?.keyKind !== 'exchange') throw new Error(`${id} is no exchange preset`);
  return preset;
}

export function dataosPreset(): StaticPreset {
  const preset = findPreset('dataos');
  if (preset?.keyKind !== 'static') throw new Error('dataos is no static preset');
  return preset;
}

export function keyInputs(
  fields: Record<string, string>,
  secrets: Record<string, string>,
  rest: Partial<KeyInputs> = {},
): KeyInputs {
  const wrapped = Object.entries(secrets).map(([id, text]) => [id, new Secret(text)] as const);
  return {
    fields,
    secrets: Object.fromEntries(wrapped),
    extraCaPem: null,
    keyExpiresAtMs: null,
    approvedCommand: null,
    ...rest,
  };
}

/** Inputs that each exchange preset takes. */
export const sampleInputs: Record<string, KeyInputs> = {
  celerdata: keyInputs(
    { clientId: 'id-1', host: 'https://cloud-api.celerdata.com' },
    { clientSecret: canary },
  ),
  'ibm-dbaas': keyInputs(
    { region: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000', apiVersion: 'v3' },
    { apiKey: canary },
  ),
  'ibm-iam': keyInputs({ host: 'https://iam.cloud.ibm.com' }, { apiKey: canary }),
  layar: keyInputs({ host: 'https://sandbox.certara.ai', clientId: 'id-1' }, { clientSecret: canary }),
  oauth2: keyInputs(
    { tokenUrl: 'https://login.example.com/token', clientId: 'id-1', clientAuthentication: 'basic' },
    { clientSecret: canary },
  ),
};

export function sampleInput(presetId: string): KeyInputs {
  const inputs = sampleInputs[presetId];
  if (inputs === undefined) throw new Error(`no sample for ${presetId}`);
  return inputs;
}

export const context: AnswerContext = {
  host: 'api.example.com',
  step: 'answer',
  secrets: [canary],
  receivedAtMs: nowMs + 500,
};

export function answer(
  status: number,
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** The test call of a key with these fields. */
export function testCallOf(preset: Preset, fields: Readonly<Record<string, string>> = {}): TestCall {
  const call = preset.testCall && pickVariant<TestCall>(preset.testCall, fields);
  if (call === undefined) throw new Error(`${preset.id} has no test call`);
  return call;
}

/** Reads an answer as the named preset does. */
export function read(presetId: string, given: HttpAnswer) {
  return readTokenAnswer(exchangePreset(presetId), sampleInput(presetId).fields, given, nowMs, context);
}

export function jwt(claims: Record<string, unknown>): string {
  const parts = [{ kid: '1', alg: 'RS256' }, claims].map((part) => JSON.stringify(part));
  return [...parts, 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
}
