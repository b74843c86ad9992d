import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { plainRequest } from './exchange-by-contract.ts';
import { type OauthCredential, oauthGrants } from './oauth-clients.ts';
import type { OauthService } from './oauth-service.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;
let oauth: OauthService;
let desktop: OauthCredential;

beforeAll(async () => {
  services = await startServices();
  oauth = services.oauth;
  desktop = oauth.addClient({ method: 'none' });
});
afterEach(() => {
  oauth.rotatesRefreshTokens = true;
  oauth.deviceIntervalS = null;
  oauth.refreshLifetimeS = 14 * 86_400;
  oauth.deviceCodeLifetimeS = 600;
});
afterAll(() => services.stop());

const post = (url: string, members: Record<string, string>) =>
  plainRequest(services.caPem, url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(members).toString(),
  });

const withSecret = ({ id, secret }: OauthCredential) => ({ client_id: id, client_secret: secret });

it('describes all of it', async () => {
  const { json } = await plainRequest(services.caPem, oauth.discoveryUrl);
  expect(json).toMatchObject({
    issuer: oauth.origin,
    token_endpoint: oauth.tokenUrl,
    device_authorization_endpoint: oauth.deviceAuthorizationUrl,
    introspection_endpoint: oauth.introspectionUrl,
    revocation_endpoint: oauth.revocationUrl,
    grant_types_supported: expect.arrayContaining(Object.values(oauthGrants)),
    token_endpoint_auth_methods_supported: expect.arrayContaining([
      ...['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    ]),
  });
});

describe('the device grant', () => {
  const begin = async (members: Record<string, string> = { scope: 'api:read' }) =>
    (await post(oauth.deviceAuthorizationUrl, { client_id: desktop.id, ...members })).json as Record<
      string,
      string
    >;
  const poll = (device_code = '') =>
    post(oauth.tokenUrl, { grant_type: oauthGrants.deviceCode, client_id: desktop.id, device_code });

  it('waits for the person, then gives tokens, once', async () => {
    const device = await begin();
    expect(device).toMatchObject({
      expires_in: 600,
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: `${oauth.origin}/device`,
      verification_uri_complete: `${oauth.origin}/device?user_code=${device['user_code']}`,
    });
    expect(device).not.toHaveProperty('interval');
    expect((await poll(device['device_code'])).json).toMatchObject({ error: 'authorization_pending' });
    await oauth.approveDevice(device['user_code'] ?? '');
    const { json } = await poll(device['device_code']);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) });
    const me = await plainRequest(services.caPem, oauth.testUrl, {
      headers: { authorization: `Bearer ${json['access_token']}` },
    });
    expect(me.json).toMatchObject({ sub: 'jane', scope: 'api:read' });
    expect((await poll(device['device_code'])).json).toMatchObject({ error: 'invalid_grant' });
    await expect(oauth.approveDevice(device['user_code'] ?? '')).rejects.toThrow();
  });

  it('ends when the person says no or the code is too old', async () => {
    const denied = await begin();
    await oauth.denyDevice(denied['user_code'] ?? '');
    expect((await poll(denied['device_code'])).json).toMatchObject({ error: 'access_denied' });
    oauth.deviceCodeLifetimeS = 1;
    const late = await begin();
    await sleep(1_100);
    expect((await poll(late['device_code'])).json).toMatchObject({ error: 'expired_token' });
    expect((await poll('made-up')).json).toMatchObject({ error: 'invalid_grant' });
  });

  it('names an interval when told to, and says slow_down when told to', async () => {
    oauth.deviceIntervalS = 1;
    const device = await begin();
    expect(device['interval']).toBe(1);
    oauth.failNext('slowDown');
    expect(await poll(device['device_code'])).toMatchObject({ status: 400, json: { error: 'slow_down' } });
    expect((await poll(device['device_code'])).json).toMatchObject({ error: 'authorization_pending' });
  });
});

describe('the refresh token grant', () => {
  const refresh = (client: OauthCredential, refresh_token: string, more: Record<string, string> = {}) =>
    post(oauth.tokenUrl, {
      grant_type: oauthGrants.refreshToken,
      ...(client.secret === '' ? { client_id: client.id } : withSecret(client)),
      refresh_token,
      ...more,
    });

  it.each([['none'], ['client_secret_post'], ['client_secret_basic']] as const)(
    'rotates, and a second use ends everything (%s)',
    async (method) => {
      const client = oauth.addClient({ method });
      const { refreshToken, accessToken } = await oauth.issueRefreshToken(client);
      expect(await oauth.testCall(accessToken)).toBe(true);
      const { json } = await refresh(client, refreshToken);
      expect(json['refresh_token']).not.toBe(refreshToken);
      expect(await oauth.testCall(String(json['access_token']))).toBe(true);
      expect((await refresh(client, refreshToken)).json).toMatchObject({ error: 'invalid_grant' });
      expect((await refresh(client, String(json['refresh_token']))).json).toMatchObject({
        error: 'invalid_grant',
      });
      expect(await oauth.testCall(String(json['access_token']))).toBe(false);
      expect(oauth.accepts(accessToken)).toBe(false);
    },
  );

  it('keeps the refresh token where it does not rotate', async () => {
    oauth.rotatesRefreshTokens = false;
    const { refreshToken } = await oauth.issueRefreshToken(desktop);
    for (const _ of [1, 2]) {
      expect((await refresh(desktop, refreshToken)).json).toMatchObject({ refresh_token: refreshToken });
    }
  });

  it('refuses another client, more scope, an old token and a revoked one', async () => {
    const { refreshToken } = await oauth.issueRefreshToken(desktop);
    expect((await refresh(oauth.postClient, refreshToken)).json).toMatchObject({ error: 'invalid_grant' });
    const more = { scope: 'api:read api:write' };
    expect((await refresh(desktop, refreshToken, more)).json).toMatchObject({ error: 'invalid_scope' });
    await post(oauth.revocationUrl, { client_id: desktop.id, token: refreshToken });
    expect((await refresh(desktop, refreshToken)).json).toMatchObject({ error: 'invalid_grant' });
    oauth.refreshLifetimeS = 1;
    const old = await oauth.issueRefreshToken(desktop);
    await sleep(1_100);
    expect((await refresh(desktop, old.refreshToken)).json).toMatchObject({ error: 'invalid_grant' });
  });

  it('introspects a refresh token as active until it is used', async () => {
    const client = oauth.addClient({ method: 'client_secret_post' });
    const { refreshToken } = await oauth.issueRefreshToken(client);
    const ask = () => post(oauth.introspectionUrl, { ...withSecret(client), token: refreshToken });
    expect((await ask()).json).toMatchObject({ active: true, client_id: client.id });
    await refresh(client, refreshToken);
    expect((await ask()).json).toEqual({ active: false });
  });
});

describe('token exchange', () => {
  const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
  const exchange = (subject_token: string, changes: Record<string, string> = {}) =>
    post(oauth.tokenUrl, {
      grant_type: oauthGrants.tokenExchange,
      ...withSecret(oauth.postClient),
      subject_token,
      subject_token_type: accessTokenType,
      audience: oauth.audiences[0],
      ...changes,
    });

  it('makes a token of another for a known audience, with the same scope or less', async () => {
    const { accessToken } = await oauth.issueRefreshToken(desktop, 'api:read api:write');
    const { status, json } = await exchange(accessToken, { scope: 'api:read' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      issued_token_type: accessTokenType,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'api:read',
    });
    expect(json['access_token']).not.toBe(accessToken);
    expect(await oauth.testCall(String(json['access_token']))).toBe(true);
    expect((await exchange(accessToken)).json).toMatchObject({ scope: 'api:read api:write' });
  });

  it.each([
    ['an unknown audience', { audience: 'https://other.sample.test/' }, 'invalid_target'],
    ['more scope', { scope: 'api:read api:write' }, 'invalid_scope'],
    [
      'another type of subject',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' },
      'invalid_request',
    ],
    [
      'another wanted type',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:id_token' },
      'invalid_request',
    ],
    ['an unknown subject', { subject_token: 'made-up' }, 'invalid_request'],
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client'],
  ])('refuses %s', async (_, changes, error) => {
    const { accessToken } = await oauth.issueRefreshToken(desktop);
    expect((await exchange(accessToken, changes)).json).toMatchObject({ error });
  });

  it('refuses a token that was withdrawn', async () => {
    const { accessToken } = await oauth.issueRefreshToken(desktop);
    oauth.withdrawToken(accessToken);
    expect((await exchange(accessToken)).json).toMatchObject({ error: 'invalid_request' });
  });
});

it('gives a client only the grants that it is registered for', async () => {
  const client = oauth.addClient({ method: 'client_secret_post', grants: [oauthGrants.clientCredentials] });
  const exchange = (grant_type: string, more = {}) =>
    post(oauth.tokenUrl, { grant_type, ...withSecret(client), ...more });
  expect((await exchange(oauthGrants.clientCredentials)).status).toBe(200);
  expect(await exchange(oauthGrants.refreshToken, { refresh_token: 'x' })).toMatchObject({ status: 400 });
});
