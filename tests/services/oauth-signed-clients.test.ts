import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainRequest } from './exchange-by-contract.ts';
import { sampleKeyPair } from './further/sample-key-pair.ts';
import { type OauthCredential, oauthGrants } from './oauth-clients.ts';
import type { OauthService } from './oauth-service.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;
let oauth: OauthService;

beforeAll(async () => {
  services = await startServices();
  oauth = services.oauth;
});
afterAll(() => services.stop());

const post = (url: string, members: Record<string, string>) =>
  plainRequest(services.caPem, url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(members).toString(),
  });

describe('private_key_jwt', () => {
  const exchange = async (client: OauthCredential, changes: object = {}, keyIndex = 0) => {
    const nowS = Math.floor(Date.now() / 1000);
    const claims = { iss: client.id, sub: client.id, aud: oauth.tokenUrl, jti: randomUUID() };
    const jwt = await new SignJWT({ ...claims, iat: nowS, exp: nowS + 60, ...changes })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(createPrivateKey(sampleKeyPair(keyIndex).privateKeyPem));
    return post(oauth.tokenUrl, {
      grant_type: oauthGrants.clientCredentials,
      scope: 'api:read',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: jwt,
    });
  };

  it('proves a client whose audience is the issuer or the token endpoint', async () => {
    const client = oauth.addClient({ method: 'private_key_jwt' });
    const { json } = await exchange(client);
    expect(await oauth.testCall(String(json['access_token']))).toBe(true);
    expect(services.journal.entries({ purpose: 'exchange' }).at(-1)?.credentialId).toBe(client.id);
    expect((await exchange(client, { aud: oauth.origin })).status).toBe(200);
  });

  it.each([
    ['another audience', { aud: 'https://other.sample.test/token' }],
    ['another issuer', { iss: 'somebody' }],
    ['no id', { jti: undefined }],
    ['an end in the past', { exp: 1_700_000_000 }],
  ])('is refused with %s', async (_, changes) => {
    const client = oauth.addClient({ method: 'private_key_jwt' });
    expect(await exchange(client, changes)).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
  });

  it('is refused with the key of another, with a used id, and for clients with a secret', async () => {
    const client = oauth.addClient({ method: 'private_key_jwt' });
    expect((await exchange(client, {}, 2)).status).toBe(401);
    const jti = randomUUID();
    expect((await exchange(client, { jti })).status).toBe(200);
    expect((await exchange(client, { jti })).status).toBe(401);
    expect((await exchange(oauth.basicClient)).status).toBe(401);
  });
});
