import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeKey } from '#app/exchange-key';
import { testKey } from '#app/test-key';
import type { Http } from '#core/ports';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { exchangePresetIds, expectNoSecrets, key, keyOf, ports, serviceOf } from './exchange-rig.ts';

let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(async () => {
  await services.stop();
});

/** Lifetime in seconds and how it is known; IBM IAM names it in three ways that end together. */
const lifetimes: Record<string, [lifetimeS: number, source: string]> = {
  celerdata: [3600, 'relative'],
  'ibm-dbaas': [3600, 'jwt'],
  'ibm-iam': [3600, ''],
  layar: [43_200, 'preset'],
  oauth2: [3600, 'relative'],
};

describe.each(exchangePresetIds)('%s', (id) => {
  it('exchanges a key for a token that the service accepts', async () => {
    const { preset, inputs } = keyOf(services, id);
    const [lifetimeS, source] = lifetimes[id] ?? [0, ''];
    const result = await exchangeKey(ports, preset, inputs);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    const { token } = result.value;
    const lived = ((token.expiresAtMs ?? 0) - token.obtainedAtMs) / 1000;
    expect(lived).toBeGreaterThan(lifetimeS - 5);
    expect(lived).toBeLessThanOrEqual(lifetimeS);
    if (source !== '') expect(token.lifetimeSource).toBe(source);
    expect(serviceOf(services, id).accepts(token.value.reveal())).toBe(true);
  });

  it('says when the service refuses the key', async () => {
    const { preset, inputs } = keyOf(services, id, 'wrong-secret-wrong-secret');
    const result = await exchangeKey(ports, preset, inputs);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'refused', step: 'answer' } });
    expectNoSecrets(result, inputs);
  });

  it.each([
    ['http500', 'serviceFailed'],
    ['http503', 'serviceFailed'],
    ['http429', 'rateLimited'],
    ['html', 'unusableAnswer'],
    ['html401', 'serviceFailed'],
    ['hang', 'timedOut'],
    ['redirect', 'redirected'],
    ['garbage', 'unusableAnswer'],
    ['oversized', 'answerTooLarge'],
    ['closed', 'unreachable'],
  ] as const)('%s is %s', async (wrong, kind) => {
    const { preset, inputs } = keyOf(services, id);
    const others = services.journal.entries({ purpose: 'other' }).length;
    serviceOf(services, id).failNext(wrong);
    const result = await exchangeKey(ports, preset, inputs);
    expect(result).toMatchObject({ ok: false, failure: { kind, step: 'answer' } });
    expectNoSecrets(result, inputs);
    expect(services.journal.entries({ purpose: 'other' }).length).toBe(others);
  });
});

it('a failing code inside a success of CelerData is a refusal', async () => {
  services.celerdata.failNext('envelopeError');
  const { preset, inputs } = keyOf(services, 'celerdata');
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
});

it('says of each request when its answer is needed', async () => {
  const { preset, inputs } = keyOf(services, 'celerdata');
  const seen: (number | undefined)[] = [];
  const send: Http['send'] = (request) => {
    seen.push(request.neededAtMs?.());
    return ports.http.send(request);
  };
  const watched = { ...ports, http: { send } };
  await exchangeKey(watched, preset, inputs, { neededAtMs: () => 5 });
  await exchangeKey(watched, preset, inputs);
  await testKey(watched, preset, inputs);
  expect(seen).toEqual([5, undefined, undefined, undefined]);
});

it('no secret was in any request line, and each request named its version only', () => {
  const entries = services.journal.entries();
  const secrets = exchangePresetIds.flatMap((id) =>
    Object.values(keyOf(services, id).inputs.secrets).map((secret) => secret.reveal()),
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
