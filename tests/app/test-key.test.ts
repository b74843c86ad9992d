import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeKey } from '#app/exchange-key';
import { testKey } from '#app/test-key';
import { failureWords } from '#contract/words/failure-words';
import { ok } from '#core/failure';
import type { Http } from '#core/ports';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { exchangePresetIds, expectNoSecrets, key, keyOf, ports } from './exchange-rig.ts';

let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(async () => {
  await services.stop();
});

const summaries: Record<string, RegExp> = {
  celerdata: /GET http:\S+\/api\/1\.0\/clusters: OK, \d+ clusters$/,
  'ibm-dbaas': /GET https:\S+\/api\/v3\/[0-9a-f]+\/services: OK/,
  'ibm-iam': /GET http:\S+\/v1\/apikeys\/details: OK, key “.+”$/,
  layar: /GET http:\S+\/connect\/people: OK, signed in as \S+$/,
  oauth2: /GET https:\S+: OK$/,
};

describe.each(exchangePresetIds)('%s', (id) => {
  it('tests every step', async () => {
    const { preset, inputs } = keyOf(services, id);
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
    expect(testCall?.detail).toMatch(summaries[id] ?? /./);
    for (const { durationMs } of report.steps) expect(durationMs).toBeGreaterThanOrEqual(0);
    expectNoSecrets(report, inputs);
  });

  it('says when the service refuses the key', async () => {
    const { preset, inputs } = keyOf(services, id, 'wrong-secret-wrong-secret');
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
});

it('without a test URL the last step is left out', async () => {
  const { tokenUrl, postClient } = services.oauth;
  const entered = { tokenUrl, clientId: postClient.id, clientSecret: postClient.secret };
  const { preset, inputs } = key(
    'oauth2',
    { ...entered, clientAuthentication: 'body' },
    { extraCaPem: services.caPem },
  );
  const report = await testKey(ports, preset, inputs);
  expect(report.passed).toBe(true);
  expect(report.steps[4]).toMatchObject({ outcome: 'notRun', detail: 'no test URL was entered' });
});

it('a refused test call does not put the blame on the key that gave the token', async () => {
  const { preset, inputs } = keyOf(services, 'layar');
  const send: Http['send'] = (request) =>
    request.method === 'GET'
      ? Promise.resolve(ok({ status: 403, headers: {}, body: '{"error":"insufficient_scope"}' }))
      : ports.http.send(request);
  const report = await testKey({ ...ports, http: { send } }, preset, inputs);
  expect(report.steps.map(({ outcome }) => outcome).join(' ')).toBe('passed passed passed passed failed');
  expect(report.failure).toMatchObject({ kind: 'refused', step: 'testCall' });
  expect(report.failure && failureWords(report.failure, 'test').title).toMatch(
    /^The token was issued, but \S+ refused the test call\. It said: HTTP 403, insufficient_scope\.$/,
  );
});

it('without the extra CA the certificate is refused at the step of the connection', async () => {
  const { preset, inputs } = keyOf(services, 'ibm-dbaas');
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
    expect(result.ok && result.value.token.value.reveal()).toBe(services.dataos.credential.key);
    expect(result).toMatchObject({
      value: { token: { lifetimeSource: 'key', expiresAtMs: inputs.keyExpiresAtMs } },
    });
    expect(services.journal.entries({ service: 'dataos' }).length).toBe(asked);
  });

  it('is tested by the authorize call', async () => {
    const { preset, inputs } = dataos();
    const report = await testKey(ports, preset, inputs);
    expect(report).toMatchObject({ passed: true, tokenExpiresAtMs: null, failure: null });
    expect(report.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'prepare passed',
      'token passed',
      'testCall passed',
    ]);
    expect(report.steps[2]?.detail).toMatch(/^POST http:\S+\/heimdall\/api\/v1\/authorize: OK, user \S+$/);
    expectNoSecrets(report, inputs);
  });

  it('fails when it is unknown or past its expiry', async () => {
    const unknown = dataos('bm9wZQ==');
    const report = await testKey(ports, unknown.preset, unknown.inputs);
    expect(report).toMatchObject({ passed: false, failure: { step: 'testCall' } });
    expect(report.steps[1]?.detail).toContain('API key does not look as usual');
    expect(report.failure && failureWords(report.failure, 'test').title).toMatch(/refused this key\./);
    const past = dataos(undefined, Date.now() - 1);
    expect(await exchangeKey(ports, past.preset, past.inputs)).toMatchObject({
      failure: { kind: 'keyExpired' },
    });
    expect(await testKey(ports, past.preset, past.inputs)).toMatchObject({
      failure: { kind: 'keyExpired', step: 'token' },
    });
  });
});
