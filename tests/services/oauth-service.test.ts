import { afterAll, beforeAll, expect, it } from 'vitest';
import { basic, exchangesByContract, plainRequest } from './exchange-by-contract.ts';
import { type SampleServices, startServices } from './start-services.ts';

let services: SampleServices;
let exchanges: ReturnType<typeof exchangesByContract>;

beforeAll(async () => {
  services = await startServices({ lifetimesS: { oauth: 5 } });
  exchanges = exchangesByContract(services);
});
afterAll(() => services.stop());

const postForm = (url: string, members: Record<string, string>, authorization?: string) =>
  plainRequest(services.caPem, url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization ? { authorization } : {}),
    },
    body: new URLSearchParams(members).toString(),
  });

it('answers client_secret_basic and client_secret_post with the wanted scope and lifetime', async () => {
  const withBasic = await exchanges.oauth();
  expect(withBasic.json).toMatchObject({ token_type: 'Bearer', expires_in: 5, scope: 'api:read' });
  const withPost = await exchanges.oauthPost();
  expect(await services.oauth.testCall(String(withPost.json['access_token']))).toBe(true);
});

it('refuses a client that authenticates by both methods at once', async () => {
  const { oauth } = services;
  const { id: client_id, secret: client_secret } = oauth.basicClient;
  const members = { grant_type: 'client_credentials', client_id, client_secret };
  const refused = await postForm(oauth.tokenUrl, members, basic(client_id, client_secret));
  expect(refused).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
});

it('refuses another grant and a scope that the client may not have', async () => {
  const { oauth } = services;
  const authorization = basic(oauth.basicClient.id, oauth.basicClient.secret);
  const password = await postForm(oauth.tokenUrl, { grant_type: 'password' }, authorization);
  expect(password).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });

  const reader = oauth.addCredential({ scope: 'api:read' });
  const members = { grant_type: 'client_credentials', scope: 'api:write' };
  const write = await postForm(oauth.tokenUrl, members, basic(reader.id, reader.secret));
  expect(write).toMatchObject({ status: 400, json: { error: 'invalid_scope' } });
});

it('form-decodes the parts of a Basic header, as the standard says', async () => {
  const { oauth } = services;
  const { id, secret } = oauth.addCredential({ secret: 'a+b/c=d%e f' });
  const exchange = (sent: string) =>
    postForm(oauth.tokenUrl, { grant_type: 'client_credentials' }, basic(id, sent));
  expect((await exchange(encodeURIComponent(secret))).status).toBe(200);
  expect((await exchange(secret)).status).not.toBe(200);
});

it('introspects, revokes and describes itself', async () => {
  const { oauth, caPem } = services;
  const token = String((await exchanges.oauth()).json['access_token']);
  const authorization = basic(oauth.basicClient.id, oauth.basicClient.secret);
  const introspect = () => postForm(oauth.introspectionUrl, { token }, authorization);
  expect((await introspect()).json).toMatchObject({ active: true, client_id: oauth.basicClient.id });

  const { json: discovery } = await plainRequest(caPem, oauth.discoveryUrl);
  expect(discovery).toMatchObject({ issuer: oauth.origin, token_endpoint: oauth.tokenUrl });
  await postForm(String(discovery['revocation_endpoint']), { token }, authorization);
  expect((await introspect()).json).toEqual({ active: false });
  expect(oauth.accepts(token)).toBe(false);
  expect(await oauth.testCall(token)).toBe(false);
});

it('protects its resource in the words of RFC 6750', async () => {
  const { oauth, caPem } = services;
  const token = String((await exchanges.oauth()).json['access_token']);
  const ask = (headers: Record<string, string>) => plainRequest(caPem, oauth.testUrl, { headers });
  expect(await ask({ authorization: `Bearer ${token}` })).toMatchObject({
    status: 200,
    json: { sub: oauth.basicClient.id, scope: 'api:read' },
  });
  const refused = await ask({ authorization: 'Bearer unknown' });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  expect((await ask({})).status).toBe(401);
});
