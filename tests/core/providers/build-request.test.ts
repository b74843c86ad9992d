import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#core/ports';
import { buildRequest } from '#core/providers/build-request';
import { canary, exchangePreset, keyInputs, sampleInput } from './preset-rig.ts';

function built(presetId: string, change: Record<string, string> = {}): HttpRequest {
  const inputs = sampleInput(presetId);
  const result = buildRequest(exchangePreset(presetId), {
    ...inputs,
    fields: { ...inputs.fields, ...change },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('buildRequest', () => {
  it('CelerData: grant type in the query, no body, plain Basic', () => {
    expect(built('celerdata')).toEqual({
      method: 'POST',
      url: 'https://cloud-api.celerdata.com/api/1.0/token?grant_type=client_credentials',
      headers: { accept: 'application/json', authorization: basic(`id-1:${canary}`) },
      body: null,
      extraCaPem: null,
    });
  });

  it('IBM DBaaS: GET with the key in its own header; version and host are choices, another host goes first', () => {
    expect(built('ibm-dbaas')).toMatchObject({
      method: 'GET',
      url: 'https://dbaas902.hyperp-dbaas.cloud.ibm.com:20000/api/v3/auth/token',
      headers: { accept: 'application/json', api_key: canary },
      body: null,
    });
    const other = { host: 'http://127.0.0.1:4000', apiVersion: 'v1' };
    expect(built('ibm-dbaas', other).url).toBe('http://127.0.0.1:4000/api/v1/auth/token');
  });

  it('IBM IAM: the key in a form body', () => {
    expect(built('ibm-iam')).toMatchObject({
      method: 'POST',
      url: 'https://iam.cloud.ibm.com/identity/token',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: `grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=${canary}`,
    });
  });

  it('Layar: Basic and a form body', () => {
    expect(built('layar')).toMatchObject({
      url: 'https://sandbox.certara.ai/connect/oauth/token',
      headers: { authorization: basic(`id-1:${canary}`) },
      body: 'grant_type=client_credentials',
    });
  });

  it('OAuth 2.0: authentication by choice, never two ways at once; empty members are left out', () => {
    expect(built('oauth2')).toMatchObject({
      headers: { authorization: basic(`id-1:${canary}`) },
      body: 'grant_type=client_credentials',
    });
    const inBody = built('oauth2', { clientAuthentication: 'body', scope: 'a b', audience: 'https://x' });
    expect(inBody.headers['authorization']).toBeUndefined();
    expect(inBody.body).toBe(
      `grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fx&client_id=id-1&client_secret=${canary}`,
    );
    expect(built('oauth2', { tokenUrl: 'https://a.example/t?v=1' }).url).toBe('https://a.example/t?v=1');
  });

  it('names members and headers as the user enters them, and sends none without name or value', () => {
    const fields = { tokenUrl: 'https://a.example/login', secretName: 'pass"word' };
    const build = (more: Record<string, string>) =>
      buildRequest(exchangePreset('api-key-exchange'), keyInputs({ ...fields, ...more }, { secret: canary }));
    const named = { idName: 'user', userName: 'jane' };
    expect(build({ sentIn: 'json', ...named })).toMatchObject({
      value: { method: 'POST', body: JSON.stringify({ user: 'jane', 'pass"word': canary }) },
    });
    expect(build({ sentIn: 'json', idName: 'user' })).toMatchObject({
      value: { body: JSON.stringify({ 'pass"word': canary }) },
    });
    expect(build({ sentIn: 'form', ...named })).toMatchObject({
      value: { body: `user=jane&pass%22word=${canary}` },
    });
    expect(build({ sentIn: 'headerGet', secretName: 'X-Key' })).toMatchObject({
      value: { method: 'GET', body: null, headers: { 'x-key': canary } },
    });
    expect(build({ sentIn: 'header', secretName: 'X-Key: a\r\nB' })).toMatchObject({
      failure: { kind: 'invalidInput', field: 'secretName', reason: 'forbiddenCharacter' },
    });
  });

  it('takes the default of a field that came after the key was stored', () => {
    const { fields } = sampleInput('oauth2');
    const { clientAuthentication: _, ...older } = fields;
    const result = buildRequest(exchangePreset('oauth2'), keyInputs(older, { clientSecret: canary }));
    expect(result).toMatchObject({ value: { headers: { authorization: basic(`id-1:${canary}`) } } });
    const secretless = buildRequest(exchangePreset('oauth2'), keyInputs(older, {}));
    expect(secretless).toMatchObject({ failure: { field: 'clientSecret', reason: 'empty' } });
  });

  it('no secret is in any URL', () => {
    for (const id of ['celerdata', 'ibm-dbaas', 'ibm-iam', 'layar', 'oauth2'])
      expect(built(id).url).not.toContain(canary);
  });

  it('fails with the field that is wrong', () => {
    const preset = exchangePreset('oauth2');
    const { fields } = sampleInput('oauth2');
    const build = (change: Record<string, string>, secret = canary) =>
      buildRequest(preset, keyInputs({ ...fields, ...change }, { clientSecret: secret }));
    expect(build({ clientAuthentication: 'basicRaw', clientId: 'a:b' })).toMatchObject({
      failure: { kind: 'invalidInput', field: 'clientId', reason: 'colon', step: 'prepare' },
    });
    expect(build({}, '')).toMatchObject({ failure: { field: 'clientSecret', reason: 'empty' } });
    expect(build({ clientAuthentication: '__proto__' })).toMatchObject({ failure: { reason: 'notAChoice' } });
    expect(build({ tokenUrl: 'http://a.example' })).toMatchObject({
      failure: { kind: 'addressRefused', step: 'prepare', reason: 'notHttps' },
    });
    const key = { apiKey: 'clé\n' };
    expect(
      buildRequest(exchangePreset('ibm-dbaas'), keyInputs(sampleInput('ibm-dbaas').fields, key)),
    ).toEqual({
      ok: false,
      failure: { kind: 'invalidInput', step: 'prepare', field: 'apiKey', reason: 'forbiddenCharacter' },
    });
  });
});

/** Any printable character; the parts are never empty. */
const printable = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });

describe('Basic credentials, as an independent decoder sees them', () => {
  const decode = (request: HttpRequest): [string, string] => {
    const header = request.headers['authorization'] ?? '';
    const pair = Buffer.from(header.replace('Basic ', ''), 'base64').toString('utf8');
    return [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)];
  };
  const request = (clientAuthentication: string, clientId: string, clientSecret: string) => {
    const fields = { ...sampleInput('oauth2').fields, clientAuthentication, clientId };
    const result = buildRequest(exchangePreset('oauth2'), keyInputs(fields, { clientSecret }));
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    expect(result.value.headers['authorization'] ?? 'Basic ').toMatch(/^Basic [A-Za-z0-9+/=]*$/);
    return result.value;
  };

  it('round-trip form-encoded (RFC 6749 section 2.3.1)', () => {
    const formDecode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
    fc.assert(
      fc.property(printable, printable, (id, secret) => {
        expect(decode(request('basic', id, secret)).map(formDecode)).toEqual([id, secret]);
      }),
      { numRuns: 500 },
    );
  });

  it('round-trip as they are (RFC 7617)', () => {
    fc.assert(
      fc.property(
        printable.filter((id) => !id.includes(':')),
        printable,
        (id, secret) => {
          expect(decode(request('basicRaw', id, secret))).toEqual([id, secret]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('round-trip in the body', () => {
    fc.assert(
      fc.property(printable, printable, (id, secret) => {
        const form = new URLSearchParams(request('body', id, secret).body ?? '');
        expect([form.get('client_id'), form.get('client_secret')]).toEqual([id, secret]);
      }),
      { numRuns: 300 },
    );
  });
});
