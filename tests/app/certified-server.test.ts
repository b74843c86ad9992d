import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import type { OauthService } from '../services/oauth-service.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

/**
 * The presets for any OAuth 2.0 service against oidc-provider, a certified server that is not ours
 * (docs/decisions/0004). Sign-in and rotation of refresh tokens have tests of their own.
 */
let services: SampleServices;
let oauth: OauthService;
let keyfob: KeyfobInMemory;
let http: HeardHttp;

beforeAll(async () => {
  services = await startServices();
  oauth = services.oauth;
});
beforeEach(async () => {
  http = new HeardHttp();
  keyfob = await KeyfobInMemory.start({ http });
  // The server judges signatures by its own clock.
  keyfob.time.jump(Date.now() - keyfob.time.nowMs());
});
afterAll(() => services.stop());

type Fields = Readonly<Record<string, string>>;

async function add(presetId: string, fields: Fields): Promise<KeyId> {
  const added = await keyfob.app.keys.add(draft({ presetId, fields, extraCaPem: services.caPem }));
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  await http.quiet(keyfob);
  return added.value.keyId;
}

/** The token of a key, if the server still takes it. */
async function acceptedToken(id: KeyId): Promise<string> {
  const given = await keyfob.app.tokens.handOut(id, 'person');
  if (!given.ok) throw new Error(JSON.stringify(given.failure));
  const token = given.value.token.reveal();
  return (await oauth.testCall(token)) ? token : '';
}

/** By what the user names the server; the issuer's metadata names all the rest. */
const places: readonly [string, () => Fields][] = [
  [
    'URLs',
    () => ({
      tokenUrl: oauth.tokenUrl,
      introspectionUrl: oauth.introspectionUrl,
      revocationUrl: oauth.revocationUrl,
    }),
  ],
  ['the issuer alone', () => ({ issuer: oauth.origin })],
];

describe.each(places)('client credentials by %s', (_place, server) => {
  const methods: [string, () => Fields][] = [
    ['basic', () => ({ clientId: oauth.basicClient.id, clientSecret: oauth.basicClient.secret })],
    ['body', () => ({ clientId: oauth.postClient.id, clientSecret: oauth.postClient.secret })],
    [
      'jwtRs256',
      () => {
        const client = oauth.addClient({ method: 'private_key_jwt' });
        return { clientId: client.id, privateKey: client.keyPair?.privateKeyPem ?? '' };
      },
    ],
  ];

  it.each(methods)('with %s: a token, its introspection and its revocation', async (method, credential) => {
    const way = { clientAuthentication: method, scope: 'api:read', test: 'introspection' };
    const fields = { ...server(), ...way, ...credential() };
    const id = await add('oauth2', fields);
    expect(await acceptedToken(id)).not.toBe('');
    const kept = draft({
      name: keyfob.viewOf(id)?.name ?? '',
      presetId: 'oauth2',
      fields,
      extraCaPem: services.caPem,
    });
    const report = await keyfob.app.tests.run('a-run', id, kept);
    expect(report.ok && report.value.failure).toBeNull();
    expect(http.to('/token/introspection')).toHaveLength(1);
    const token = await acceptedToken(id);
    expect(await keyfob.app.provider.revoke(id)).toEqual({ ok: true, value: undefined });
    expect(await oauth.testCall(token)).toBe(false);
  });
});

it('a token is exchanged for one with another audience', async () => {
  const { id, secret } = oauth.basicClient;
  const client = { clientId: id, clientSecret: secret };
  const source = await add('oauth2', { tokenUrl: oauth.tokenUrl, ...client, scope: 'api:read' });
  const exchanged = await add('oauth2-token-exchange', {
    subjectToken: source,
    issuer: oauth.origin,
    ...client,
    audience: oauth.audiences[0],
  });
  const token = await acceptedToken(exchanged);
  expect(token).not.toBe('');
  expect(token).not.toBe(await acceptedToken(source));
});
