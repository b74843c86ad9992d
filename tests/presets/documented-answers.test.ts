import { expect, it } from 'vitest';
import { shippedPresets } from '#core/providers/shipped-presets';
import { jwt, nowMs } from '../core/providers/preset-rig.ts';
import { readAnswer } from './read-answers.ts';

const nowS = nowMs / 1000;
const bearer = { access_token: 'abc', token_type: 'Bearer' };
const hourJwt = jwt({ iat: nowS, exp: nowS + 3600 });

/** The members of each provider's documented answer, with made-up values. Sources: the contracts, sections 1 to 6. */
const samples: Readonly<Record<string, Sample>> = {
  'adobe-ims': {
    body: { ...bearer, access_token: jwt({ created_at: '1', expires_in: '86399000' }), expires_in: 86_399 },
    lifetimeS: 86_399,
  },
  amadeus: {
    body: {
      type: 'amadeusOAuth2Token',
      username: 'jane@example.com',
      application_name: 'a',
      client_id: 'id',
      ...bearer,
      expires_in: 1799,
      state: 'approved',
      scope: '',
    },
    lifetimeS: 1799,
  },
  'api-key-exchange': {
    body: { success: true, data: { accessToken: 'abc', user: {} } },
    lifetimeS: 3600,
    source: 'preset',
  },
  auth0: { body: { ...bearer, scope: 'read:users', expires_in: 86_400 }, lifetimeS: 86_400 },
  celerdata: { body: { ...bearer, expires_in: 3600, refresh_token: 'DEF' }, lifetimeS: 3600 },
  'cloud-pak': {
    body: { _messageCode_: '200', message: 'Success', token: hourJwt },
    token: hourJwt,
    lifetimeS: 3600,
    source: 'jwt',
  },
  databricks: { body: { ...bearer, scope: 'all-apis', expires_in: 3600 }, lifetimeS: 3600 },
  'databricks-account': { body: { ...bearer, scope: 'all-apis', expires_in: 3600 }, lifetimeS: 3600 },
  entra: { body: { ...bearer, expires_in: 3599, ext_expires_in: 3599 }, lifetimeS: 3599 },
  'github-app': {
    status: 201,
    body: {
      token: 'ghs_abc',
      expires_at: new Date(nowMs + 3_600_000).toISOString().replace('.000', ''),
      permissions: { contents: 'read' },
      repository_selection: 'selected',
    },
    token: 'ghs_abc',
    lifetimeS: 3600,
    source: 'absolute',
    outputs: { repositories: 'selected' },
  },
  'google-service-account': { body: { ...bearer, expires_in: 3599 }, lifetimeS: 3599 },
  'ibm-dbaas': {
    body: { access_token: hourJwt, user_id: '0f9a' },
    token: hourJwt,
    lifetimeS: 3600,
    source: 'jwt',
    outputs: { user_id: '0f9a' },
  },
  'ibm-iam': {
    body: {
      ...bearer,
      refresh_token: 'not_supported',
      ims_user_id: 118_000,
      expires_in: 3600,
      expiration: nowS + 3600,
      scope: 'ibm openid',
    },
    lifetimeS: 3600,
  },
  keycloak: {
    body: {
      ...bearer,
      expires_in: 300,
      refresh_expires_in: 0,
      'not-before-policy': 0,
      session_state: 's',
      scope: 'email',
    },
    lifetimeS: 300,
  },
  layar: { body: { access_token: 'abc' }, lifetimeS: 43_200, source: 'preset' },
  'mongodb-atlas': { body: { ...bearer, expires_in: 3600 }, lifetimeS: 3600 },
  oauth2: { body: { ...bearer, expires_in: 60 }, lifetimeS: 60 },
  'oauth2-device': { body: { ...bearer, expires_in: 60, refresh_token: 'r' }, lifetimeS: 60 },
  'oauth2-jwt-bearer': { body: { ...bearer, expires_in: 60 }, lifetimeS: 60 },
  'oauth2-refresh-token': { body: { ...bearer, expires_in: 60, refresh_token: 'r' }, lifetimeS: 60 },
  'oauth2-token-exchange': {
    body: {
      access_token: 'abc',
      issued_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_type: 'N_A',
      expires_in: 60,
    },
    lifetimeS: 60,
  },
  'okta-custom': { body: { ...bearer, expires_in: 3600, scope: 'reports.read' }, lifetimeS: 3600 },
  'okta-org': { body: { ...bearer, expires_in: 3600, scope: 'okta.users.read' }, lifetimeS: 3600 },
  paypal: {
    body: { scope: 'https://uri.paypal.com/x', ...bearer, app_id: 'APP-1', expires_in: '32400', nonce: 'n' },
    lifetimeS: 32_400,
  },
  salesforce: {
    body: {
      ...bearer,
      signature: 'c2ln',
      scope: 'api',
      instance_url: 'https://acme.my.salesforce.com',
      id: 'https://login.salesforce.com/id/00D/005',
      issued_at: String(nowMs),
    },
    lifetimeS: 7200,
    source: 'preset',
    outputs: { instance_url: 'https://acme.my.salesforce.com' },
  },
  spotify: { body: { ...bearer, expires_in: 3600 }, lifetimeS: 3600 },
  twitch: {
    body: { ...bearer, token_type: 'bearer', scope: [], expires_in: 5_184_000 },
    lifetimeS: 5_184_000,
  },
  zoom: {
    body: { ...bearer, token_type: 'bearer', expires_in: 3600, scope: 's', api_url: 'https://api.zoom.us' },
    lifetimeS: 3600,
    outputs: { api_url: 'https://api.zoom.us' },
  },
};

interface Sample {
  readonly body: Readonly<Record<string, unknown>>;
  readonly status?: number;
  /** `abc`, or what `access_token` holds, if absent. */
  readonly token?: string;
  readonly lifetimeS: number;
  /** `relative` if absent. */
  readonly source?: string;
  readonly outputs?: Readonly<Record<string, string>>;
}

const exchangeIds = shippedPresets.filter(({ keyKind }) => keyKind === 'exchange').map(({ id }) => id);

it('there is a sample of every provider', () => {
  expect(Object.keys(samples).toSorted()).toEqual(exchangeIds.toSorted());
});

it.each(Object.entries(samples))('%s: its documented answer', (id, sample) => {
  const { body, status = 200, lifetimeS, outputs = {} } = sample;
  const read = readAnswer(id, body, { status });
  const token = sample.token ?? body['access_token'] ?? 'abc';
  expect(read).toMatchObject({ token, lifetimeS, outputs });
  if (id !== 'ibm-iam') expect(read).toMatchObject({ source: sample.source ?? 'relative' });
});

it('Salesforce: a token lives as long as the session timeout that was chosen', () => {
  const body = { ...bearer, instance_url: 'https://acme.my.salesforce.com' };
  expect(readAnswer('salesforce', body, { fields: { sessionTimeout: '900' } })).toMatchObject({
    lifetimeS: 900,
    source: 'preset',
  });
});

it('any API: the token is taken from where the user says it stands', () => {
  const body = { token: 'decoy', session: { bearer: 'abc' } };
  expect(readAnswer('api-key-exchange', body, { fields: { tokenPath: 'session.bearer' } })).toMatchObject({
    token: 'abc',
  });
  expect(readAnswer('api-key-exchange', body)).toMatchObject({ token: 'decoy' });
});
