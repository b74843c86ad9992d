import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedFurtherServices, startFurtherServices } from '../start-further-services.ts';
import type { DescribedService } from './described-service.ts';
import { googleKeyFile } from './descriptions/google.ts';
import { type Claims, documentedSignings, signed } from './documented-key-pairs.ts';
import { type PlainAnswer, Stranger } from './documented-request.ts';
import { wrongRequests } from './wrong-requests.ts';

let services: StartedFurtherServices;
let stranger: Stranger;

beforeAll(() => {
  services = startFurtherServices();
  stranger = new Stranger(services.caPem);
});
afterAll(async () => {
  await stranger.close();
  await services.stop();
});

const nowS = () => Math.floor(Date.now() / 1000);

describe.each(documentedSignings)('$id with a key pair', (use) => {
  let service: DescribedService;

  beforeAll(async () => {
    service = await services.start(use.id);
  });

  const newJwt = (changes: Claims = {}, how = {}, atS = nowS()) =>
    signed({ ...use.claims(service, atS), ...changes }, use.header?.(service), how);
  const newRequest = async () => use.request(service, await newJwt());
  const sendJwt = (jwt: string) => stranger.send(use.request(service, jwt));
  const isGood = ({ status, json }: PlainAnswer) =>
    status === use.status && (use.tokenAt === undefined || use.tokenAt in (json as object));

  it('answers the documented request in the documented form', async () => {
    services.journal.clear();
    const jwt = await newJwt();
    const answer = await sendJwt(jwt);
    expect(answer).toMatchObject({ status: use.status, json: use.answer });
    const token = use.tokenAt === undefined ? jwt : (answer.json as Record<string, string>)[use.tokenAt];
    expect(service.accepts(token ?? '')).toBe(true);
    if (use.id !== 'keycloak') expect(await service.testCall(token ?? '')).toBe(true);
    expect(services.journal.entries()[0]).toMatchObject({ credentialId: service.credential.id });
  });

  it('refuses every request that is wrong in one thing', async () => {
    const count = wrongRequests(await newRequest(), use.freedom ?? {}).length;
    const accepted: string[] = [];
    for (let at = 0; at < count; at += 1) {
      // Anew each time: a signed assertion may be good for one use only.
      const [name, request] = wrongRequests(await newRequest(), use.freedom ?? {})[at] ?? [];
      if (request && isGood(await stranger.send(request))) accepted.push(String(name));
    }
    expect(accepted).toEqual([]);
  });

  it('refuses wrong claims', async () => {
    const accepted: string[] = [];
    const atS = nowS();
    for (const [name, claims] of Object.entries(use.wrong(service, atS))) {
      const answer = await sendJwt(await newJwt(claims, {}, atS));
      expect(answer.status, name).toBeGreaterThanOrEqual(400);
      expect(answer.status, name).toBeLessThan(500);
      if (isGood(answer)) accepted.push(name);
    }
    expect(accepted).toEqual([]);
  });

  it('refuses signatures of another key, by another algorithm and none', async () => {
    const claims = use.claims(service, nowS());
    const publicPem = service.credential.keyPair?.publicKey.export({ type: 'spki', format: 'pem' }) ?? '';
    const jwts = [
      await newJwt({}, { keyIndex: 2 }),
      await newJwt({}, { alg: 'RS512' }),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(publicPem)),
      new UnsecuredJWT(claims).encode(),
      'no-jwt',
      '',
    ];
    for (const jwt of jwts) expect(isGood(await sendJwt(jwt)), jwt).toBe(false);
    expect(isGood(await sendJwt(await newJwt()))).toBe(true);
  });

  it('goes by its own clock', async () => {
    service.nowMs = () => Date.now() + 2 * 3_600_000;
    expect(isGood(await sendJwt(await newJwt()))).toBe(false);
    service.nowMs = () => Date.now() - 2 * 3_600_000;
    expect(isGood(await sendJwt(await newJwt()))).toBe(false);
    service.nowMs = () => Date.now();
    expect(isGood(await sendJwt(await newJwt()))).toBe(true);
  });
});

it.each(['okta-org', 'keycloak', 'entra'])('%s takes an assertion with a jti once', async (id) => {
  const use = documentedSignings.find((documented) => documented.id === id);
  if (use === undefined) throw new Error(id);
  const service = await services.start(use.id);
  const request = use.request(service, await signed(use.claims(service, nowS()), use.header?.(service)));
  expect((await stranger.send(request)).status).toBe(200);
  expect((await stranger.send(request)).json).toMatchObject({ error: 'invalid_client' });
});

it('GitHub takes the client id as issuer, says when the token ends, and withdraws it', async () => {
  const service = await services.start('github-app');
  const iss = service.credential.also['clientId'];
  const [use] = documentedSignings.filter(({ id }) => id === 'github-app');
  if (use === undefined) throw new Error('github-app');
  const jwt = await signed({ ...use.claims(service, nowS()), iss });
  const request = use.request(service, jwt);
  const answer = await stranger.send({ ...request, json: { repositories: ['one'] } });
  expect(answer).toMatchObject({ status: 201, json: { repository_selection: 'selected' } });
  const { token, expires_at } = answer.json as Record<string, string>;
  expect(expires_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Date.parse(expires_at ?? '') / 1000 - nowS()).toBeGreaterThan(3590);
  expect((await stranger.send({ ...request, json: { repository: 'one' } })).status).toBe(422);
  const bearer = { authorization: `Bearer ${token}`, 'user-agent': 'keyfob' };
  const url = `${service.origin}/installation/token`;
  expect((await stranger.send({ method: 'DELETE', url, headers: bearer })).status).toBe(204);
  expect((await stranger.send({ method: 'DELETE', url, headers: bearer })).status).toBe(401);
});

it('Google accepts the key file of its console, and withdraws a token that is sent to it', async () => {
  const service = await services.start('google');
  const file = googleKeyFile(service, service.credential);
  expect(file).toMatchObject({ type: 'service_account', client_email: service.credential.id });
  const [use] = documentedSignings.filter(({ id }) => id === 'google');
  const jwt = await signed(use?.claims(service, nowS()) ?? {}, { kid: String(file.private_key_id) });
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: jwt };
  const exchange = { method: 'POST', url: file.token_uri, headers: {}, form };
  const { access_token: token = '' } = (await stranger.send(exchange)).json as Record<string, string>;
  expect(service.accepts(token)).toBe(true);
  const revoke = { method: 'POST', url: `${service.origin}/revoke`, headers: {}, form: { token } };
  expect((await stranger.send(revoke)).status).toBe(200);
  expect(service.accepts(token)).toBe(false);
  expect((await stranger.send(revoke)).status).toBe(400);
  const wrongKid = await signed(use?.claims(service, nowS()) ?? {}, { kid: 'another' });
  const refused = await stranger.send({ ...exchange, form: { ...form, assertion: wrongKid } });
  expect(refused).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
});
