import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basic, exchangesByContract, plainRequest } from './exchange-by-contract.ts';
import { type SampleServices, startServices } from './start-services.ts';

const issuing = ['celerdata', 'ibmDbaas', 'ibmIam', 'layar', 'oauth'] as const;

let services: SampleServices;
let exchanges: ReturnType<typeof exchangesByContract>;

beforeAll(async () => {
  services = await startServices();
  exchanges = exchangesByContract(services);
});
afterAll(() => services.stop());

describe.each(issuing)('%s', (name) => {
  it('issues a unique token for the right key and accepts it', async () => {
    const [first, second] = await Promise.all([exchanges[name](), exchanges[name]()]);
    const token = String(first.json['access_token']);
    expect(first.status).toBe(200);
    expect(token.length).toBeGreaterThan(30);
    expect(token).not.toBe(second.json['access_token']);
    expect(services[name].accepts(token)).toBe(true);
    expect(await services[name].testCall(token)).toBe(true);
    expect(services[name].issuedTokens().find((issued) => issued.token === token)).toMatchObject({
      credentialId: services[name].credential.id,
    });
  });

  it('refuses a wrong key and issues nothing', async () => {
    const issuedBefore = services[name].issuedTokens().length;
    const { status, json } = await exchanges[name]('wrong');
    expect([400, 401]).toContain(status);
    expect(json).not.toHaveProperty('access_token');
    expect(services[name].issuedTokens()).toHaveLength(issuedBefore);
  });

  it('refuses a token that it did not issue', async () => {
    expect(services[name].accepts('made-up')).toBe(false);
    expect(await services[name].testCall('made-up')).toBe(false);
  });

  it('refuses a withdrawn token', async () => {
    const token = String((await exchanges[name]()).json['access_token']);
    services[name].withdrawToken(token);
    expect(await services[name].testCall(token)).toBe(false);
  });
});

it('refuses every token after its lifetime', async () => {
  const short = await startServices({
    lifetimesS: { celerdata: 1, 'ibm-dbaas': 2, 'ibm-iam': 2, layar: 1, oauth: 2, dataos: 1 },
  });
  const ask = exchangesByContract(short);
  const endings = [...issuing, 'dataos' as const].map(async (name) => {
    const token = name === 'dataos' ? short.dataos.credential.key : (await ask[name]()).json['access_token'];
    const issued = short[name].issuedTokens().find((candidate) => candidate.token === token);
    if (issued === undefined) throw new Error(`${name} did not note its token`);
    expect(short[name].accepts(issued.token)).toBe(true);
    await sleep(issued.expiresAtMs - Date.now() + 20);
    expect(short[name].accepts(issued.token)).toBe(false);
    expect(await short[name].testCall(issued.token)).toBe(false);
  });
  await Promise.all(endings);
  await short.stop();
});

it('refuses a revoked key at once; its tokens live on unless they are revoked too', async () => {
  const own = await startServices();
  const ask = exchangesByContract(own);
  for (const name of issuing) {
    const token = String((await ask[name]()).json['access_token']);
    const { id } = own[name].credential;
    own[name].addCredential();
    own[name].revokeCredential(id);
    expect([400, 401]).toContain((await ask[name]()).status);
    expect(own[name].credentials.map((credential) => credential.id)).not.toContain(id);
    expect(own[name].accepts(token)).toBe(true);
    own[name].revokeCredential(id, { withTokens: true });
    expect(await own[name].testCall(token)).toBe(false);
  }
  await own.stop();
});

it('CelerData sends the flat reply, refuses another grant and answers calls in its envelope', async () => {
  const { celerdata, caPem } = services;
  const { json } = await exchanges.celerdata();
  expect(json).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
  expect(json['access_token']).toMatch(/^[A-Z2-7]{48}$/);
  expect(json['refresh_token']).toMatch(/^[A-Z2-7]{48}$/);

  const authorization = basic(celerdata.credential.id, celerdata.credential.secret);
  const wrongGrant = await plainRequest(caPem, `${celerdata.origin}/api/1.0/token?grant_type=password`, {
    method: 'POST',
    headers: { authorization },
  });
  expect(wrongGrant).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });

  const bearer = `Bearer ${json['access_token']}`;
  const clusters = await plainRequest(caPem, `${celerdata.origin}/api/1.0/clusters`, {
    headers: { authorization: bearer },
  });
  expect(clusters.json).toMatchObject({ code: 20000, data: { total: 2 } });
});

it('IBM DBaaS sends a JWT with a key id and no lifetime beside it', async () => {
  const { ibmDbaas, caPem } = services;
  for (const version of ['v1', 'v2', 'v3']) {
    const { json } = await plainRequest(caPem, `${ibmDbaas.origin}/api/${version}/auth/token`, {
      headers: { api_key: ibmDbaas.credential.apiKey },
    });
    const token = String(json['access_token']);
    expect(Object.keys(json).sort()).toEqual(['access_token', 'user_id']);
    expect(token).toMatch(/^eyJraWQiOi/);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    const { iat = 0, exp = 0 } = decodeJwt(token);
    expect(exp - iat).toBe(3600);
  }
  const missing = await plainRequest(caPem, `${ibmDbaas.origin}/api/v3/auth/token`);
  expect(missing).toMatchObject({ status: 400, json: { message: expect.any(String) } });
});

it('IBM IAM sends both lifetimes, its own errors and the details of a key', async () => {
  const { ibmIam, caPem } = services;
  const expiresAtMs = Date.UTC(2031, 4, 6, 7, 8, 9);
  const { apiKey } = ibmIam.addCredential({ expiresAtMs });
  const { json } = await exchanges.ibmIam(apiKey);
  expect(json).toMatchObject({ refresh_token: 'not_supported', token_type: 'Bearer', expires_in: 3600 });
  expect(decodeJwt(String(json['access_token'])).exp).toBe(json['expiration']);

  const details = await plainRequest(caPem, `${ibmIam.origin}/v1/apikeys/details`, {
    headers: { 'IAM-ApiKey': apiKey, authorization: `Bearer ${json['access_token']}` },
  });
  expect(details).toMatchObject({
    status: 200,
    json: { expires_at: '2031-05-06T07:08+0000', locked: false },
  });

  const refused = await exchanges.ibmIam('unknown');
  expect(refused).toMatchObject({
    status: 400,
    json: { errorCode: 'BXNIM0415E', context: { requestId: expect.any(String) } },
  });
  const expired = ibmIam.addCredential({ expiresAtMs: Date.now() - 1 });
  expect((await exchanges.ibmIam(expired.apiKey)).status).toBe(400);
});

it('Layar sends the token alone, a lifetime or a licence problem on request', async () => {
  const { layar } = services;
  const bare = await exchanges.layar();
  expect(Object.keys(bare.json)).toEqual(['access_token']);
  const token = String(bare.json['access_token']);
  const issued = layar.issuedTokens().find((candidate) => candidate.token === token);
  expect((issued?.expiresAtMs ?? 0) - (issued?.issuedAtMs ?? 0)).toBe(12 * 3_600_000);

  layar.sendsExpiresIn = true;
  expect((await exchanges.layar()).json).toMatchObject({ expires_in: 12 * 3600 });
  layar.isPaymentRequired = true;
  expect(await layar.testCall(token)).toBe(false);
  layar.isPaymentRequired = false;
  expect(await layar.testCall(token)).toBe(true);
});

it('DataOS checks keys of its shape and says no with status 200', async () => {
  const { dataos, caPem } = services;
  const { key, id } = dataos.credential;
  expect(Buffer.from(key, 'base64').toString()).toMatch(new RegExp(`^${id}\\.[0-9a-f-]{36}$`));
  const authorize = (token: unknown) =>
    plainRequest(caPem, `${dataos.origin}/heimdall/api/v1/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  expect(await authorize(key)).toMatchObject({
    status: 200,
    json: {
      allow: true,
      valid: true,
      result: { id: 'jane', tags: expect.arrayContaining([expect.any(String)]) },
    },
  });
  expect(await authorize('bmFtZS4x')).toMatchObject({ status: 200, json: { allow: false } });
  expect((await authorize(undefined)).status).toBe(400);
  const added = dataos.addCredential({ id: 'second' });
  expect(await dataos.testCall(added.key)).toBe(true);
  dataos.revokeCredential('second');
  expect(await dataos.testCall(added.key)).toBe(false);
});
