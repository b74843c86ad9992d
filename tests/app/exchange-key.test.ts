import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UndiciHttp } from '#adapters/undici-http';
import { exchangeKey } from '#app/exchange-key';
import { testKey } from '#app/test-key';
import type { Clock } from '#core/ports';
import { checkFields } from '#core/providers/check-fields';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import { findPreset } from '#core/providers/shipped-presets';
import { Secret } from '#core/secret';
import { type SampleServices, startServices } from '../services/start-services.ts';

const clock: Clock = { nowMs: () => Date.now() };
const ports = { http: new UndiciHttp('0.0.0', { headersMs: 800, wholeMs: 1_500 }), clock };
let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(async () => {
  await services.stop();
});

interface Key {
  readonly preset: Preset;
  readonly inputs: KeyInputs;
}

/** A key as the form would make it. */
function key(presetId: string, entered: Record<string, string>, rest: Partial<KeyInputs> = {}): Key {
  const preset = findPreset(presetId);
  if (preset === null) throw new Error(presetId);
  const checked = checkFields(preset, entered, []);
  if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
  const { fields, secrets } = checked.value;
  const wrapped = Object.entries(secrets).map(([id, text]) => [id, new Secret(text)] as const);
  const inputs = {
    fields,
    secrets: Object.fromEntries(wrapped),
    extraCaPem: null,
    keyExpiresAtMs: null,
    ...rest,
  };
  return { preset, inputs };
}

const keys: Record<string, (secret?: string) => Key> = {
  celerdata: (secret) => {
    const { origin, credential } = services.celerdata;
    return key('celerdata', {
      host: origin,
      clientId: credential.id,
      clientSecret: secret ?? credential.secret,
    });
  },
  'ibm-dbaas': (secret) => {
    const { origin, credential } = services.ibmDbaas;
    const entered = { host: origin, apiKey: secret ?? credential.apiKey };
    return key('ibm-dbaas', entered, { extraCaPem: services.caPem });
  },
  'ibm-iam': (secret) => {
    const { origin, credential } = services.ibmIam;
    return key('ibm-iam', { host: origin, apiKey: secret ?? credential.apiKey });
  },
  layar: (secret) => {
    const { origin, credential } = services.layar;
    return key('layar', {
      host: `${origin}/layar/`,
      clientId: credential.id,
      clientSecret: secret ?? credential.secret,
    });
  },
  oauth2: (secret) => {
    const { tokenUrl, testUrl, basicClient } = services.oauth;
    const entered = {
      tokenUrl,
      testUrl,
      clientId: basicClient.id,
      clientSecret: secret ?? basicClient.secret,
    };
    return key('oauth2', entered, { extraCaPem: services.caPem });
  },
};

function keyOf(presetId: string, secret?: string): Key {
  const make = keys[presetId];
  if (make === undefined) throw new Error(presetId);
  return make(secret);
}

const ids = Object.keys(keys);
const expected: Record<string, [lifetimeS: number, source: string, summary: RegExp]> = {
  celerdata: [3600, 'relative', /GET http:\S+\/api\/1\.0\/clusters: OK, \d+ clusters$/],
  'ibm-dbaas': [3600, 'jwt', /GET https:\S+\/api\/v3\/[0-9a-f]+\/services: OK/],
  'ibm-iam': [3600, '', /GET http:\S+\/v1\/apikeys\/details: OK, key “.+”$/],
  layar: [43_200, 'preset', /GET http:\S+\/connect\/people: OK, signed in as \S+$/],
  oauth2: [3600, 'relative', /GET https:\S+: OK$/],
};

describe.each(ids)('%s', (id) => {
  it('exchanges a key for a token that the service accepts', async () => {
    const { preset, inputs } = keyOf(id);
    const [lifetimeS, source] = expected[id] ?? [0, ''];
    const result = await exchangeKey(ports, preset, inputs);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    const token = result.value;
    const lived = ((token.expiresAtMs ?? 0) - token.obtainedAtMs) / 1000;
    expect(lived).toBeGreaterThan(lifetimeS - 5);
    expect(lived).toBeLessThanOrEqual(lifetimeS);
    if (source !== '') expect(token.lifetimeSource).toBe(source);
    expect(serviceOf(id).accepts(token.value.reveal())).toBe(true);
  });

  it('tests every step', async () => {
    const { preset, inputs } = keyOf(id);
    const report = await testKey(ports, preset, inputs);
    expect(report.failure).toBeNull();
    expect(report.passed).toBe(true);
    expect(report.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'prepare passed',
      'connect passed',
      'answer passed',
      'token passed',
      'testCall passed',
    ]);
    const [prepare, connect, answer, token, testCall] = report.steps;
    expect(prepare?.detail).toMatch(/^(GET|POST) https?:\/\/127\.0\.0\.1:\d+\/[\w./]+$/);
    expect(connect?.detail).toMatch(
      /^127\.0\.0\.1:\d+, (certificate verified|without TLS \(this computer\))$/,
    );
    expect(answer?.detail).toMatch(/^200, JSON, \d members?$/);
    expect(token?.detail).toMatch(/^valid \d+ (min|h) \(.+\)$/);
    expect(testCall?.detail).toMatch(expected[id]?.[2] ?? /./);
    for (const { durationMs } of report.steps) expect(durationMs).toBeGreaterThanOrEqual(0);
    expectNoSecrets(report, inputs);
  });

  it('says when the service refuses the key', async () => {
    const { preset, inputs } = keyOf(id, 'wrong-secret-wrong-secret');
    const result = await exchangeKey(ports, preset, inputs);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'refused', step: 'answer' } });
    expectNoSecrets(result, inputs);
    const report = await testKey(ports, preset, inputs);
    expect(report).toMatchObject({ passed: false, tokenExpiresAtMs: null, failure: { kind: 'refused' } });
    expect(report.steps.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'passed',
      'failed',
      'notRun',
      'notRun',
    ]);
    expectNoSecrets(report, inputs);
  });

  it.each([
    ['http500', 'serviceFailed'],
    ['http503', 'serviceFailed'],
    ['http429', 'rateLimited'],
    ['html', 'unusableAnswer'],
    ['html401', 'refused'],
    ['hang', 'timedOut'],
    ['redirect', 'redirected'],
    ['garbage', 'unusableAnswer'],
    ['oversized', 'answerTooLarge'],
    ['closed', 'unreachable'],
  ] as const)('%s is %s', async (wrong, kind) => {
    const { preset, inputs } = keyOf(id);
    const others = services.journal.entries({ purpose: 'other' }).length;
    serviceOf(id).failNext(wrong);
    const result = await exchangeKey(ports, preset, inputs);
    expect(result).toMatchObject({ ok: false, failure: { kind, step: 'answer' } });
    expectNoSecrets(result, inputs);
    expect(services.journal.entries({ purpose: 'other' }).length).toBe(others);
  });
});

it('a failing code inside a success of CelerData is a refusal', async () => {
  services.celerdata.failNext('envelopeError');
  const { preset, inputs } = keyOf('celerdata');
  expect(await exchangeKey(ports, preset, inputs)).toMatchObject({
    failure: { kind: 'refused', httpStatus: 200, providerCode: '40001' },
  });
});

it('OAuth 2.0 with client_secret_post', async () => {
  const { tokenUrl, postClient } = services.oauth;
  const entered = { tokenUrl, clientId: postClient.id, clientSecret: postClient.secret };
  const { preset, inputs } = key(
    'oauth2',
    { ...entered, clientAuthentication: 'body' },
    { extraCaPem: services.caPem },
  );
  expect(await exchangeKey(ports, preset, inputs)).toMatchObject({ ok: true });
  const report = await testKey(ports, preset, inputs);
  expect(report.passed).toBe(true);
  expect(report.steps[4]).toMatchObject({ outcome: 'notRun', detail: 'no test URL was entered' });
});

it('without the extra CA the certificate is refused at the step of the connection', async () => {
  const { preset, inputs } = keyOf('ibm-dbaas');
  const report = await testKey(ports, preset, { ...inputs, extraCaPem: null });
  expect(report.failure).toMatchObject({ kind: 'certificateRefused', step: 'connect' });
  expect(report.steps.map(({ outcome }) => outcome)).toEqual([
    'passed',
    'failed',
    'notRun',
    'notRun',
    'notRun',
  ]);
});

describe('dataos', () => {
  const dataos = (apiKey = services.dataos.credential.key, keyExpiresAtMs: number | null = null) =>
    key('dataos', { host: services.dataos.origin, apiKey }, { keyExpiresAtMs });

  it('is the token itself and asks nobody', async () => {
    const { preset, inputs } = dataos(undefined, Date.now() + 86_400_000);
    const asked = services.journal.entries({ service: 'dataos' }).length;
    const result = await exchangeKey(ports, preset, inputs);
    expect(result.ok && result.value.value.reveal()).toBe(services.dataos.credential.key);
    expect(result).toMatchObject({ value: { lifetimeSource: 'key', expiresAtMs: inputs.keyExpiresAtMs } });
    expect(services.journal.entries({ service: 'dataos' }).length).toBe(asked);
  });

  it('is tested by the authorize call', async () => {
    const { preset, inputs } = dataos();
    const report = await testKey(ports, preset, inputs);
    expect(report).toMatchObject({ passed: true, tokenExpiresAtMs: null, failure: null });
    expect(report.steps.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'notRun',
      'notRun',
      'passed',
      'passed',
    ]);
    expect(report.steps[4]?.detail).toMatch(/^POST http:\S+\/heimdall\/api\/v1\/authorize: OK, user \S+$/);
    expectNoSecrets(report, inputs);
  });

  it('fails when it is unknown or past its expiry', async () => {
    const unknown = dataos('bm9wZQ==');
    const report = await testKey(ports, unknown.preset, unknown.inputs);
    expect(report).toMatchObject({ passed: false, failure: { step: 'testCall' } });
    expect(report.steps[0]?.detail).toContain('API key does not look as usual');
    const past = dataos(undefined, Date.now() - 1);
    expect(await exchangeKey(ports, past.preset, past.inputs)).toMatchObject({
      failure: { kind: 'keyExpired' },
    });
    expect(await testKey(ports, past.preset, past.inputs)).toMatchObject({
      failure: { kind: 'keyExpired', step: 'token' },
    });
  });
});

it('no secret was in any request line, and each request named its version only', () => {
  const entries = services.journal.entries();
  const secrets = Object.keys(keys).flatMap((id) =>
    Object.values(keyOf(id).inputs.secrets).map((secret) => secret.reveal()),
  );
  expect(entries.length).toBeGreaterThan(50);
  for (const { path, headers } of entries) {
    for (const secret of secrets) expect(path).not.toContain(secret);
    const names = headers.map(([name]) => name.toLowerCase());
    expect(names).not.toContain('cookie');
    expect(names).not.toContain('referer');
    expect(Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))).toMatchObject({
      'user-agent': 'Keyfob/0.0.0',
    });
  }
});

function serviceOf(id: string) {
  const all = [services.celerdata, services.ibmDbaas, services.ibmIam, services.layar, services.oauth];
  const found = all.find((service) => service.id === (id === 'oauth2' ? 'oauth' : id));
  if (found === undefined) throw new Error(id);
  return found;
}

function expectNoSecrets(value: unknown, inputs: KeyInputs): void {
  const shown = `${JSON.stringify(value)} ${inspect(value, { depth: 10 })}`;
  for (const secret of Object.values(inputs.secrets)) {
    expect(shown).not.toContain(secret.reveal());
    expect(shown).not.toContain(Buffer.from(secret.reveal()).toString('base64').slice(0, -4));
  }
}
