import {
  clientOf,
  type KeyMaker,
  ofService,
  strangePrivateKey,
  usualRefusal,
  wrongSecret,
} from './sample-key.ts';

const hour = 3600;

/** Keys of further services, by preset id. Hosts that a preset names itself are those of the real service. */
export const furtherKeys: Readonly<Record<string, KeyMaker>> = {
  'adobe-ims': ofService('adobe-ims', (service) => ({
    entered: { ...clientOf(service), scope: 'openid,AdobeID,read_organizations' },
    lifetimeS: 86_399,
    summary: 'OK, Adobe says the token is valid',
    ...usualRefusal,
  })),
  amadeus: ofService('amadeus', (service) => ({
    entered: clientOf(service),
    lifetimeS: 1799,
    summary: 'OK, the airline BA was found',
    ...usualRefusal,
  })),
  auth0: ofService('auth0', (service) => ({
    entered: {
      host: service.origin,
      ...clientOf(service),
      audience: `${service.origin}/api/v2/`,
      testUrl: `${service.origin}/api/v2/clients?per_page=1`,
    },
    lifetimeS: 24 * hour,
    summary: 'OK',
    wrong: { clientSecret: wrongSecret },
    refused: { kind: 'refused', step: 'answer', providerCode: 'access_denied' },
  })),
  'cloud-pak': ofService('cloud-pak', ({ origin, credential: { id, secret } }) => ({
    entered: { host: `${origin}/zen/`, username: id, apiKey: secret },
    lifetimeS: 12 * hour,
    summary: `OK, signed in as ${id}`,
    wrong: { apiKey: wrongSecret },
    refused: { kind: 'refused', step: 'answer', providerCode: '401' },
  })),
  databricks: ofService('databricks', (service) => ({
    entered: { host: service.origin, ...clientOf(service) },
    lifetimeS: hour,
    summary: 'OK, signed in as Sample principal',
    ...usualRefusal,
  })),
  'databricks-account': ofService('databricks-account', (service) => ({
    entered: { accountId: service.places['accountId'] ?? '', ...clientOf(service) },
    lifetimeS: hour,
    summary: 'OK, workspaces: 1',
    ...usualRefusal,
  })),
  entra: ofService('entra', (service) => ({
    entered: {
      host: service.origin,
      tenant: service.places['tenant'] ?? '',
      ...clientOf(service),
      testUrl: `${service.origin}/v1.0/organization`,
    },
    lifetimeS: 3599,
    summary: 'OK, Sample organisation',
    ...usualRefusal,
  })),
  'github-app': ofService('github-app', ({ origin, places, credential: { id, keyPair } }) => ({
    entered: {
      host: origin,
      appId: id,
      installationId: places['installationId'] ?? '',
      privateKey: keyPair?.privateKeyPem ?? '',
    },
    lifetimeS: hour,
    outputs: { repositories: 'all' },
    summary: 'OK, repositories: 1',
    wrong: { privateKey: strangePrivateKey() },
    refused: { kind: 'refused', step: 'answer', providerCode: '401' },
  })),
  'google-service-account': ofService('google', ({ origin, credential: { id, keyPair, also } }) => ({
    entered: {
      clientEmail: id,
      privateKey: keyPair?.privateKeyPem ?? '',
      keyId: also['privateKeyId'] ?? '',
      tokenUrl: `${origin}/token`,
    },
    lifetimeS: 3599,
    summary: 'OK, valid for 359x s',
    wrong: { privateKey: strangePrivateKey() },
    refused: { kind: 'refused', step: 'answer', providerCode: 'invalid_grant' },
  })),
  keycloak: ofService('keycloak', (service) => ({
    entered: { host: `${service.origin}/auth/`, realm: service.places['realm'] ?? '', ...clientOf(service) },
    lifetimeS: 300,
    summary: `OK, active, issued to ${service.credential.id}`,
    ...usualRefusal,
  })),
  'mongodb-atlas': ofService('mongodb-atlas', (service) => ({
    entered: clientOf(service),
    lifetimeS: hour,
    summary: 'OK, projects: 1',
    ...usualRefusal,
  })),
  'okta-org': ofService('okta-org', ({ origin, credential: { id, keyPair } }) => ({
    entered: {
      host: origin,
      clientId: id,
      privateKey: keyPair?.privateKeyPem ?? '',
      testUrl: `${origin}/api/v1/users?limit=1`,
    },
    lifetimeS: hour,
    summary: 'OK',
    wrong: { privateKey: strangePrivateKey() },
    refused: { kind: 'refused', step: 'answer', providerCode: 'invalid_client' },
  })),
  'okta-custom': ofService('okta-custom', (service) => ({
    entered: {
      host: service.origin,
      serverId: service.places['serverId'] ?? '',
      ...clientOf(service),
      scope: 'reports.read',
    },
    lifetimeS: hour,
    summary: 'OK, active, scope reports.read',
    ...usualRefusal,
  })),
  paypal: ofService('paypal', (service) => ({
    entered: { environment: 'https://api-m.sandbox.paypal.com', ...clientOf(service) },
    lifetimeS: 32_400,
    summary: 'OK, account SAMPLEPAYER',
    ...usualRefusal,
  })),
  salesforce: ofService('salesforce', (service) => ({
    entered: { host: service.origin, ...clientOf(service), sessionTimeout: '900' },
    lifetimeS: 900,
    outputs: { instance_url: service.origin },
    summary: 'OK, signed in as 005sample',
    ...usualRefusal,
  })),
  snowflake: ofService('snowflake', ({ origin, places: { account = '', user = '' }, credential }) => ({
    entered: {
      host: origin,
      account: account.toLowerCase(),
      user: user.toLowerCase(),
      privateKey: credential.keyPair?.privateKeyPem ?? '',
    },
    lifetimeS: 3540,
    summary: `OK, signed in as ${user}`,
    wrong: { privateKey: strangePrivateKey() },
    refused: { kind: 'refused', step: 'testCall', providerCode: '390144' },
  })),
  spotify: ofService('spotify', (service) => ({
    entered: clientOf(service),
    lifetimeS: hour,
    summary: 'OK, the artist 4Z8W4fKeB5YxbusRsdQVPb was found',
    ...usualRefusal,
  })),
  twitch: ofService('twitch', (service) => ({
    entered: clientOf(service),
    lifetimeS: 60 * 86_400,
    summary: 'OK, valid for 518399x s',
    wrong: { clientSecret: wrongSecret },
    refused: { kind: 'refused', step: 'answer', providerCode: '403' },
  })),
  zoom: ofService('zoom', (service) => ({
    entered: { accountId: service.places['accountId'] ?? '', ...clientOf(service) },
    lifetimeS: hour,
    outputs: { api_url: service.origin },
    summary: 'OK, signed in as sample-user',
    ...usualRefusal,
  })),
};
