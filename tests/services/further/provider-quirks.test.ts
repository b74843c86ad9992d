import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedFurtherServices, startFurtherServices } from '../start-further-services.ts';
import type { DescribedService } from './described-service.ts';
import { documentedKeys } from './documented-keys.ts';
import { type DocumentedRequest, Stranger } from './documented-request.ts';
import type { FurtherServiceId } from './further-service-ids.ts';

let services: StartedFurtherServices;
let stranger: Stranger;

beforeAll(() => {
  services = startFurtherServices({ lifetimesS: { keycloak: 60 } });
  stranger = new Stranger(services.caPem);
});
afterAll(async () => {
  await stranger.close();
  await services.stop();
});

interface Opened {
  readonly service: DescribedService;
  readonly exchange: DocumentedRequest;
  /** The answer to an exchange with these changes. */
  ask(changes?: Partial<DocumentedRequest>): Promise<{ status: number; json: Record<string, unknown> }>;
}

async function open(id: FurtherServiceId): Promise<Opened> {
  const service = await services.start(id);
  const exchange = documentedKeys[id]?.exchange(service);
  if (exchange === undefined) throw new Error(id);
  const ask = async (changes = {}) => {
    const { status, json } = await stranger.send({ ...exchange, ...changes });
    return { status, json: json as Record<string, unknown> };
  };
  return { service, exchange, ask };
}

const get = (url: string, headers: Record<string, string>) => stranger.send({ method: 'GET', url, headers });

it('Databricks words errors in one form at workspaces and in another at accounts', async () => {
  const wrong = { headers: { authorization: 'Basic eDp5' } };
  expect(await (await open('databricks')).ask(wrong)).toMatchObject({
    status: 401,
    json: { error: 'invalid_client', error_description: expect.any(String) },
  });
  expect(await (await open('databricks-account')).ask(wrong)).toMatchObject({
    status: 401,
    json: { errorCode: 'invalid_client', errorSummary: expect.any(String) },
  });
});

it('Databricks describes its token endpoint', async () => {
  const { service, exchange } = await open('databricks');
  const { json } = await get(`${service.origin}/oidc/.well-known/oauth-authorization-server`, {});
  expect(json).toMatchObject({ token_endpoint: exchange.url, issuer: `${service.origin}/oidc` });
});

it('Entra adds numbers and lines to its errors', async () => {
  const { exchange, ask, service } = await open('entra');
  const { status, json } = await ask({ form: { ...exchange.form, client_secret: 'wrong' } });
  expect(status).toBe(401);
  expect(json).toMatchObject({ error: 'invalid_client', error_codes: [7000215] });
  expect(json['error_description']).toMatch(/^AADSTS7000215: .+\r\nTrace ID: /);
  expect(Object.keys(json)).toEqual(
    expect.arrayContaining(['timestamp', 'trace_id', 'correlation_id', 'error_codes']),
  );
  expect(service.credential.secret).toMatch(/[+&%=]/);
  const scope = { ...exchange.form, scope: 'https://graph.microsoft.com/User.Read' };
  expect((await ask({ form: scope })).json).toMatchObject({ error: 'invalid_scope' });
});

it('Auth0 takes JSON too, and refuses calls with a token for another audience', async () => {
  const { exchange, ask, service } = await open('auth0');
  const { form, ...bare } = exchange;
  const asJson = await stranger.send({ ...bare, json: { ...form } });
  expect(asJson.status).toBe(200);
  const { audience, ...without } = form ?? {};
  expect(audience).toBe(`${service.origin}/api/v2/`);
  expect(await ask({ form: without })).toMatchObject({ status: 403, json: { error: 'access_denied' } });
  const other = await ask({ form: { ...form, audience: 'https://api.sample.test/' } });
  expect(other.status).toBe(200);
  const authorization = `Bearer ${other.json['access_token']}`;
  expect((await get(`${service.origin}/api/v2/clients`, { authorization })).status).toBe(403);
});

it('Keycloak lives shortly, at either base path, and tells users only to those who asked for openid', async () => {
  const { exchange, ask, service } = await open('keycloak');
  const { json } = await ask();
  expect(json).toMatchObject({ expires_in: 60, session_state: expect.any(String) });
  const { iat = 0, exp = 0 } = decodeJwt(String(json['access_token']));
  expect(exp - iat).toBe(60);
  const older = exchange.url.replace('/realms/', '/auth/realms/');
  expect((await ask({ url: older })).status).toBe(200);
  expect(await ask({ url: exchange.url.replace('/sample-', '/other-') })).toMatchObject({ status: 404 });

  const userinfo = service.urlOf('/realms/{realm}/protocol/openid-connect/userinfo');
  const bearer = (token: unknown) => get(userinfo, { authorization: `Bearer ${token}` });
  expect((await bearer(json['access_token'])).status).toBe(200);
  const plain = await ask({ form: { grant_type: 'client_credentials' } });
  expect((await bearer(plain.json['access_token'])).status).toBe(403);
});

it('Salesforce tells no lifetime, and its time of issue is milliseconds as a text', async () => {
  const { ask, service } = await open('salesforce');
  const { json } = await ask();
  expect(json).not.toHaveProperty('expires_in');
  expect(json['issued_at']).toMatch(/^\d{13}$/);
  const userinfo = `${json['instance_url']}/services/oauth2/userinfo`;
  const headers = { authorization: `Bearer ${json['access_token']}` };
  expect((await get(userinfo, headers)).status).toBe(200);
  const form = { token: String(json['access_token']) };
  const url = `${service.origin}/services/oauth2/revoke`;
  expect((await stranger.send({ method: 'POST', url, headers: {}, form })).status).toBe(200);
  expect((await get(userinfo, headers)).status).toBe(401);
});

it('Zoom takes its members in the query too, but not twice', async () => {
  const { exchange, ask } = await open('zoom');
  const { form, ...bare } = exchange;
  const query = `${exchange.url}?${new URLSearchParams(form)}`;
  expect((await stranger.send({ ...bare, url: query })).status).toBe(200);
  expect((await ask({ url: query })).status).toBe(400);
  const ordinary = await ask({ form: { ...form, grant_type: 'client_credentials' } });
  expect(ordinary).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });
});

it('Spotify takes the client in the body too', async () => {
  const { exchange, service } = await open('spotify');
  const { id: client_id, secret: client_secret } = service.credential;
  const form = { ...exchange.form, client_id, client_secret };
  const answer = await stranger.send({ ...exchange, headers: {}, form });
  expect(answer).toMatchObject({ status: 200, json: { token_type: 'Bearer' } });
});

it('Twitch wants its own word at the validation, the client id at calls, and withdraws tokens', async () => {
  const { exchange, ask, service } = await open('twitch');
  const scope = { ...exchange.form, scope: 'user:read:email channel:read:polls' };
  const { json } = await ask({ form: scope });
  expect(json['scope']).toEqual(['user:read:email', 'channel:read:polls']);
  const token = String(json['access_token']);
  const validate = `${service.origin}/oauth2/validate`;
  expect((await get(validate, { authorization: `Bearer ${token}` })).status).toBe(401);
  expect((await get(validate, { authorization: `OAuth ${token}` })).json).toMatchObject({
    client_id: service.credential.id,
  });
  const games = (headers: Record<string, string>) =>
    get(`${service.origin}/helix/games/top`, { authorization: `Bearer ${token}`, ...headers });
  expect((await games({ 'client-id': service.credential.id })).status).toBe(200);
  expect((await games({})).status).toBe(400);
  expect((await games({ 'client-id': 'another' })).status).toBe(401);

  const revoke = (form: Record<string, string>) =>
    stranger.send({ method: 'POST', url: `${service.origin}/oauth2/revoke`, headers: {}, form });
  expect((await revoke({ client_id: 'another', token })).status).toBe(404);
  expect((await revoke({ client_id: service.credential.id, token: 'another' })).status).toBe(400);
  expect((await revoke({ client_id: service.credential.id, token })).status).toBe(200);
  expect((await get(validate, { authorization: `OAuth ${token}` })).status).toBe(401);
  const secret = { ...exchange.form, client_secret: 'wrong' };
  expect(await ask({ form: secret })).toMatchObject({ status: 403, json: { status: 403 } });
});

it('Adobe signs without exp, wants commas between scopes and the client id at calls', async () => {
  const { exchange, ask, service } = await open('adobe-ims');
  const { json } = await ask();
  const claims = decodeJwt(String(json['access_token']));
  expect(claims).not.toHaveProperty('exp');
  expect(claims).toMatchObject({ created_at: expect.stringMatching(/^\d{13}$/), expires_in: '86399000' });
  const spaces = { ...exchange.form, scope: 'openid AdobeID' };
  expect((await ask({ form: spaces })).json).toMatchObject({ error: 'invalid_scope' });
  const sets = (headers: Record<string, string>) =>
    get(`${service.origin}/data/foundation/catalog/dataSets`, {
      authorization: `Bearer ${json['access_token']}`,
      ...headers,
    });
  expect((await sets({ 'x-api-key': service.credential.id })).status).toBe(200);
  expect((await sets({})).status).toBe(400);
  expect((await sets({ 'x-api-key': 'another' })).status).toBe(403);
});

it('Atlas wants a dated media type', async () => {
  const { ask, service } = await open('mongodb-atlas');
  const authorization = `Bearer ${(await ask()).json['access_token']}`;
  const groups = (accept: string) => get(`${service.origin}/api/atlas/v2/groups`, { authorization, accept });
  expect((await groups('application/vnd.atlas.2023-01-01+json')).status).toBe(200);
  expect(await groups('application/json')).toMatchObject({ status: 406, json: { error: 406 } });
});

it('Cloud Pak for Data takes a password in the place of the key, and tells the lifetime in the JWT', async () => {
  const { ask, service, exchange } = await open('cloud-pak');
  const { id: username, secret } = service.credential;
  const { iat = 0, exp = 0 } = decodeJwt(String((await ask()).json['token']));
  expect(exp - iat).toBe(12 * 3600);
  expect((await ask({ json: { username, password: secret } })).status).toBe(200);
  expect((await ask({ json: { username, password: secret, api_key: secret } })).status).toBe(400);
  expect((await ask({ url: exchange.url.replace('/icp4d-api', '') })).status).toBe(200);
});

it('a custom Okta server withdraws tokens, and the answer is empty', async () => {
  const { ask, service, exchange } = await open('okta-custom');
  const token = String((await ask()).json['access_token']);
  const url = service.urlOf('/oauth2/{serverId}/v1/revoke');
  const revoked = await stranger.send({ ...exchange, url, form: { token } });
  expect(revoked).toMatchObject({ status: 200, json: undefined });
  expect(await service.testCall(token)).toBe(false);
});

it('the made-up services answer as their pages say', async () => {
  const courier = await (await open('parcel-courier')).ask({
    json: { accessKeyId: 'x', secretAccessKey: 'y' },
  });
  expect(courier).toMatchObject({ status: 401, json: { errors: [{ code: 'AUTH_001' }] } });
  const desk = await open('hotel-desk');
  const { AuthResponse } = (await desk.ask()).json as { AuthResponse: Record<string, string> };
  expect(AuthResponse).toMatchObject({ Type: 'Bearer', Gateway: desk.service.origin });
  const lifeS = (Date.parse(AuthResponse['ExpiresAt'] ?? '') - Date.now()) / 1000;
  expect(Math.round(lifeS / 10)).toBe(180);
  const fault = await desk.ask({ headers: { ...desk.exchange.headers, authorization: 'Basic eDp5' } });
  expect(fault).toMatchObject({ status: 401, json: { AuthResponse: { Fault: { Code: 'A-17' } } } });
});

it('a service is the same one when it is asked for again, and may be called at localhost', async () => {
  const { service, exchange, ask } = await open('spotify');
  expect(await services.start('spotify')).toBe(service);
  expect((await ask({ url: exchange.url.replace('127.0.0.1', 'localhost') })).status).toBe(200);
});
