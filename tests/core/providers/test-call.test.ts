import { describe, expect, it } from 'vitest';
import { buildCall } from '#core/providers/build-call';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import { readCallAnswer, summaryLine } from '#core/providers/read-call-answer';
import { tokenValues } from '#core/providers/request-values';
import { unusualSecrets } from '#core/providers/secret-shape';
import { staticToken } from '#core/providers/static-token';
import { Secret } from '#core/secret';
import type { Token, TokenOutput } from '#core/token';
import {
  answer,
  canary,
  context,
  dataosPreset,
  exchangePreset,
  keyInputs,
  nowMs,
  sampleInput,
  testCallOf,
} from './preset-rig.ts';

const token = (outputs: TokenOutput[] = []): Token => ({
  value: new Secret('tok'),
  obtainedAtMs: nowMs,
  expiresAtMs: nowMs + 3_600_000,
  lifetimeSource: 'relative',
  tokenType: 'Bearer',
  outputs,
});
const userId = (value: string): TokenOutput => ({ id: 'user_id', label: 'User ID', value });

/** The request of a preset's test call. */
function buildTestRequest(preset: Preset, inputs: KeyInputs, given: Token) {
  return buildCall(
    testCallOf(preset, inputs.fields),
    preset,
    inputs,
    tokenValues(preset, inputs, given),
    'testCall',
  );
}

function request(presetId: string, fields: Record<string, string> = {}, outputs: TokenOutput[] = []) {
  const inputs = sampleInput(presetId);
  const changed = { ...inputs, fields: { ...inputs.fields, ...fields } };
  return buildTestRequest(exchangePreset(presetId), changed, token(outputs));
}

describe('the request of a test call', () => {
  it('sends the token as each provider wants it', () => {
    expect(request('celerdata')).toMatchObject({
      value: {
        method: 'GET',
        url: 'https://cloud-api.celerdata.com/api/1.0/clusters',
        headers: { authorization: 'Bearer tok' },
      },
    });
    expect(request('layar')).toMatchObject({ value: { url: 'https://sandbox.certara.ai/connect/people' } });
    expect(request('ibm-iam')).toMatchObject({
      value: {
        url: 'https://iam.cloud.ibm.com/v1/apikeys/details',
        headers: { authorization: 'Bearer tok', 'iam-apikey': canary },
      },
    });
    expect(request('ibm-dbaas', {}, [userId('0f9a')])).toMatchObject({
      value: {
        url: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000/api/v3/0f9a/services',
        headers: { 'x-auth-token': 'tok' },
      },
    });
    expect(request('ibm-dbaas', { apiVersion: 'v1' })).toMatchObject({
      value: { url: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000/api/v1/services' },
    });
  });

  it('asks DataOS with the key in the body only', () => {
    const inputs = keyInputs({ host: 'https://my.dataos.app' }, { apiKey: 'a2V5' });
    const key = staticToken(dataosPreset(), inputs, nowMs);
    expect(key.ok && buildTestRequest(dataosPreset(), inputs, key.value)).toMatchObject({
      value: {
        method: 'POST',
        url: 'https://my.dataos.app/heimdall/api/v1/authorize',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: '{"token":"a2V5"}',
      },
    });
  });

  it('calls nothing when no test URL was entered', () => {
    expect(request('oauth2')).toEqual({ ok: true, value: null });
    expect(request('oauth2', { testUrl: 'https://api.example.com/me' })).toMatchObject({
      value: { url: 'https://api.example.com/me' },
    });
  });

  it.each([
    ['a/../../x?y#z', 'a%2F..%2F..%2Fx%3Fy%23z'],
    ['{{token}}', '%7B%7Btoken%7D%7D'],
  ])('keeps the user id %j inside its path segment', (id, segment) => {
    const built = request('ibm-dbaas', {}, [userId(id)]);
    expect(built.ok && built.value?.url.split('/')[5]).toBe(segment);
  });

  it('refuses a user id that would call another path, and says when there is none', () => {
    for (const id of ['.', '..', '...'])
      expect(request('ibm-dbaas', {}, [userId(id)])).toMatchObject({
        failure: { kind: 'addressRefused', step: 'testCall' },
      });
    expect(request('ibm-dbaas')).toEqual({
      ok: false,
      failure: { kind: 'unusableAnswer', step: 'testCall', reason: 'noOutput' },
    });
  });
});

describe('the answer of a test call', () => {
  const line = (preset: Preset, status: number, body: unknown) => {
    const call = testCallOf(preset, { test: 'call' });
    const result = readCallAnswer(call, answer(status, body), { ...context, step: 'testCall' });
    return result.ok ? summaryLine(call.summary, result.value.json, context.secrets) : result.failure;
  };
  const celerdata = exchangePreset('celerdata');

  it('tells in one line what was seen', () => {
    const list = [{ cluster_id: 'a' }, { cluster_id: 'b' }];
    expect(line(celerdata, 200, { code: 20000, data: { total: 2, list } })).toBe('OK, 2 clusters');
    expect(line(celerdata, 200, { code: 20000, data: { list } })).toBe('OK, 2 clusters');
    expect(line(celerdata, 200, { code: 0, data: {} })).toBe('OK');
    expect(line(exchangePreset('layar'), 200, { username: 'jane' })).toBe('OK, signed in as jane');
    expect(line(exchangePreset('ibm-iam'), 200, { name: `my ${canary} key` })).toBe(
      'OK, key “my «redacted» key”',
    );
    expect(line(exchangePreset('ibm-dbaas'), 200, { services: [] })).toBe('OK, services: 0');
    expect(line(exchangePreset('ibm-dbaas'), 200, [1, 2])).toBe('OK');
    expect(line(exchangePreset('oauth2'), 204, '')).toBe('OK');
    expect(line(dataosPreset(), 200, { allow: true, valid: true, result: { id: 'jane', tags: [] } })).toBe(
      'OK, user jane',
    );
  });

  it('takes a status that means "gone already" for success, whatever the body says of it', () => {
    const remove = dataosPreset().rotation?.remove[0];
    if (remove === undefined) throw new Error('no rotation');
    const gone = readCallAnswer(remove, answer(404, { status: 404, message: 'token not found' }), context);
    expect(gone.ok).toBe(true);
    const page = readCallAnswer(remove, answer(404, '<html>'), context);
    expect(page.ok).toBe(true);
    expect(readCallAnswer(remove, answer(403, { status: 403 }), context)).toMatchObject({ ok: false });
  });

  it('does not believe the status alone', () => {
    expect(line(celerdata, 200, { code: 40101, message: 'expired' })).toMatchObject({
      kind: 'refused',
      step: 'testCall',
      providerCode: '40101',
    });
    expect(line(celerdata, 200, { data: {} })).toMatchObject({
      kind: 'unusableAnswer',
      reason: 'notSuccess',
    });
    expect(line(celerdata, 200, '<html>')).toMatchObject({ kind: 'unusableAnswer', reason: 'html' });
    expect(line(dataosPreset(), 200, { allow: false, valid: false })).toMatchObject({ kind: 'refused' });
    expect(line(dataosPreset(), 200, { allow: true })).toMatchObject({ reason: 'notSuccess' });
    expect(line(dataosPreset(), 200, { allow: 'true', result: {} })).toMatchObject({
      kind: 'serviceFailed',
      reason: 'unknownError',
    });
    expect(
      line(exchangePreset('ibm-iam'), 401, { errors: [{ code: 'BXNIM0308E', message: 'm' }] }),
    ).toMatchObject({
      kind: 'refused',
      providerCode: 'BXNIM0308E',
      providerMessage: 'm',
    });
  });
});

describe('a DataOS key', () => {
  const uuid = '0b5d6f0a-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
  const usual = Buffer.from(`token_some_words_animal.${uuid}`).toString('base64');
  const inputs = (apiKey: string, keyExpiresAtMs: number | null = null) =>
    keyInputs({ host: 'https://my.dataos.app' }, { apiKey }, { keyExpiresAtMs });

  it('is the token until its own expiry', () => {
    expect(staticToken(dataosPreset(), inputs(usual, nowMs + 1), nowMs)).toMatchObject({
      value: { obtainedAtMs: nowMs, expiresAtMs: nowMs + 1, lifetimeSource: 'key' },
    });
    expect(staticToken(dataosPreset(), inputs(usual), nowMs)).toMatchObject({ value: { expiresAtMs: null } });
    expect(staticToken(dataosPreset(), inputs(usual, nowMs), nowMs)).toEqual({
      ok: false,
      failure: { kind: 'keyExpired', step: 'token' },
    });
    expect(staticToken(dataosPreset(), inputs('two words'), nowMs)).toMatchObject({
      failure: { kind: 'invalidInput', field: 'apiKey', reason: 'forbiddenCharacter' },
    });
  });

  it('of an unusual form is mentioned, not refused', () => {
    expect(unusualSecrets(dataosPreset(), inputs(usual))).toEqual([]);
    for (const key of ['abc', 'QUJD', usual.slice(1), Buffer.from(`x.${uuid}x`).toString('base64')])
      expect(unusualSecrets(dataosPreset(), inputs(key))).toEqual(['API key']);
  });
});
