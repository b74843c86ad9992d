import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangesByContract, plainRequest } from './exchange-by-contract.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

describe('the keys of IBM IAM', () => {
  const ask = async (method: string, path: string, members?: object, extra: Record<string, string> = {}) => {
    const token = String((await exchangesByContract(services).ibmIam()).json['access_token']);
    return plainRequest(services.caPem, `${services.ibmIam.origin}/v1/apikeys${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(members && { 'content-type': 'application/json' }),
        ...extra,
      },
      body: members ? JSON.stringify(members) : null,
    });
  };

  it('are described with every member of the contract', async () => {
    const { json } = await ask('GET', '/details', undefined, {
      'IAM-ApiKey': services.ibmIam.credential.apiKey,
    });
    expect(Object.keys(json).sort()).toEqual(
      [
        ...['account_id', 'action_when_leaked', 'context', 'created_at', 'created_by', 'crn', 'description'],
        ...['disabled', 'entity_tag', 'iam_id', 'id', 'locked', 'modified_at', 'name', 'support_sessions'],
      ].sort(),
    );
    expect(json['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d\+0000$/);
    expect((await ask('GET', '/details')).status).toBe(404);
  });

  it('are made, unlocked and deleted', async () => {
    const { ibmIam } = services;
    const members = { name: 'rotated', iam_id: ibmIam.credential.iamId, expires_at: '2031-05-06T07:08+0000' };
    const made = await ask('POST', '', members, { 'Entity-Lock': 'true' });
    expect(made).toMatchObject({
      status: 201,
      json: { name: 'rotated', locked: true, expires_at: members.expires_at, apikey: expect.any(String) },
    });
    const id = String(made.json['id']);
    const apiKey = String(made.json['apikey']);
    const exchange = () => exchangesByContract(services).ibmIam(apiKey);
    expect((await exchange()).status).toBe(200);
    expect(await ask('DELETE', `/${id}`)).toMatchObject({
      status: 409,
      json: { status_code: 409, errors: [{ code: expect.any(String), message: expect.any(String) }] },
    });
    expect((await ask('DELETE', `/${id}/lock`)).status).toBe(204);
    expect((await ask('DELETE', `/${id}`)).status).toBe(204);
    expect((await exchange()).status).toBe(400);
    expect((await ask('DELETE', `/${id}`)).status).toBe(404);
  });

  it('are made only from a whole and known body, by a good token', async () => {
    const { ibmIam } = services;
    const whole = { name: 'n', iam_id: ibmIam.credential.iamId };
    for (const members of [
      { iam_id: whole.iam_id },
      { name: 'n' },
      { ...whole, iam_id: 'IBMid-other' },
      { ...whole, expiry: '2031-05-06T07:08+0000' },
      { ...whole, expires_at: '2031-05-06T07:08:09Z' },
    ]) {
      expect(await ask('POST', '', members)).toMatchObject({ status: 400, json: { status_code: 400 } });
    }
    expect((await ask('POST', '', whole, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await ask('POST', '', whole, { authorization: 'Bearer unknown' })).status).toBe(401);
  });
});

it('the DBaaS manager has another path for its services in version 1', async () => {
  const { ibmDbaas, caPem } = services;
  const get = (path: string, headers: Record<string, string>) =>
    plainRequest(caPem, `${ibmDbaas.origin}/api/${path}`, { headers });
  const { userId, apiKey } = ibmDbaas.credential;
  for (const [version, path] of [
    ['v1', 'v1/services'],
    ['v2', `v2/${userId}/services`],
    ['v3', `v3/${userId}/services`],
  ]) {
    const { json } = await get(`${version}/auth/token`, { api_key: apiKey });
    const token = { 'x-auth-token': String(json['access_token']) };
    expect((await get(String(path), token)).json).toMatchObject({ services: expect.any(Array) });
    expect((await get(String(path), { authorization: `Bearer ${token['x-auth-token']}` })).status).toBe(401);
    expect((await get('v2/services', token)).status).toBe(404);
    expect((await get('v3/services', token)).status).toBe(404);
    expect((await get(`v1/${userId}/services`, token)).status).toBe(404);
    expect((await get('v3/0123456789abcdef/services', token)).status).toBe(403);
  }
});
