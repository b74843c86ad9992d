import { join } from 'node:path';
import { exchangeKey } from '#app/exchange-key';
import { keyOf } from '../app/exchange-rig.ts';
import { installScript } from '../commands/real-programs.ts';
import { type KeyMaker, ofService, strangePrivateKey, usualRefusal, wrongSecret } from './sample-key.ts';
import type { SampleWorld } from './sample-world.ts';

/** Keys of the presets for any service, by preset id, at the sample OAuth server where it knows the grant. */
export const genericKeys: Readonly<Record<string, KeyMaker>> = {
  oauth2: ({ services: { oauth, caPem } }) => ({
    service: oauth,
    entered: {
      issuer: oauth.origin,
      clientId: oauth.basicClient.id,
      clientSecret: oauth.basicClient.secret,
      scope: 'api:read',
      test: 'introspection',
    },
    rest: { extraCaPem: caPem },
    lifetimeS: 3600,
    summary: `OK, active, issued to ${oauth.basicClient.id}`,
    ...usualRefusal,
  }),
  'oauth2-refresh-token': async ({ services: { oauth, caPem } }) => {
    const { refreshToken } = await oauth.issueRefreshToken(oauth.postClient);
    const { id, secret } = oauth.postClient;
    return {
      service: oauth,
      entered: {
        tokenUrl: oauth.tokenUrl,
        testUrl: oauth.testUrl,
        clientId: id,
        clientAuthentication: 'body',
        clientSecret: secret,
        refreshToken,
      },
      rest: { extraCaPem: caPem },
      lifetimeS: 3600,
      summary: 'OK',
      wrong: { refreshToken: wrongSecret },
      refused: { kind: 'refused', step: 'answer', providerCode: 'invalid_grant' },
    };
  },
  'oauth2-device': async ({ services: { oauth, caPem } }) => {
    const client = oauth.addClient({ method: 'none' });
    const { refreshToken } = await oauth.issueRefreshToken(client);
    return {
      service: oauth,
      entered: { issuer: oauth.origin, testUrl: oauth.testUrl, clientId: client.id, refreshToken },
      rest: { extraCaPem: caPem },
      lifetimeS: 3600,
      summary: 'OK',
      wrong: { refreshToken: wrongSecret },
      refused: { kind: 'signInNeeded', providerCode: 'invalid_grant', reason: 'refreshTokenRefused' },
    };
  },
  'oauth2-jwt-bearer': ({ jwtBearer, jwtBearerCaPem }) => ({
    service: jwtBearer,
    entered: {
      tokenUrl: `${jwtBearer.origin}/token`,
      testUrl: `${jwtBearer.origin}/me`,
      issuerClaim: jwtBearer.credential.id,
      subject: 'jane',
      privateKey: jwtBearer.credential.keyPair?.privateKeyPem ?? '',
      scope: 'read',
    },
    rest: { extraCaPem: jwtBearerCaPem },
    lifetimeS: 900,
    summary: 'OK',
    wrong: { privateKey: strangePrivateKey() },
    refused: { kind: 'refused', step: 'answer', providerCode: 'invalid_grant' },
  }),
  'oauth2-token-exchange': async (world) => {
    const { oauth, caPem } = world.services;
    return {
      service: oauth,
      entered: {
        subjectToken: 'id-of-another-key',
        issuer: oauth.origin,
        testUrl: oauth.testUrl,
        clientId: oauth.basicClient.id,
        clientSecret: oauth.basicClient.secret,
        audience: oauth.audiences[0],
      },
      sourceTokens: { subjectToken: await oauthToken(world) },
      rest: { extraCaPem: caPem },
      lifetimeS: 3600,
      summary: 'OK',
      ...usualRefusal,
    };
  },
  'api-key-exchange': ofService('parcel-courier', ({ origin, credential: { id, secret } }) => ({
    entered: {
      tokenUrl: `${origin}/auth/v2/login`,
      idName: 'accessKeyId',
      userName: id,
      secretName: 'secretAccessKey',
      secret,
      lifetime: '900',
      testUrl: `${origin}/v2/me`,
    },
    lifetimeS: 900,
    summary: 'OK',
    wrong: { secret: wrongSecret },
    refused: { kind: 'refused', step: 'answer' },
  })),
  'static-token': async (world) => {
    const { oauth, caPem } = world.services;
    return {
      service: oauth,
      entered: { accessToken: await oauthToken(world), testUrl: oauth.testUrl },
      rest: { extraCaPem: caPem },
      lifetimeS: null,
      summary: 'OK',
      wrong: { accessToken: wrongSecret },
      refused: { kind: 'refused', step: 'testCall', providerCode: 'invalid_token', reason: 'staticKey' },
    };
  },
  command: async (world) => {
    const { oauth, caPem } = world.services;
    const path = join(world.programs.path, 'print-token');
    const answer = JSON.stringify({ access_token: await oauthToken(world), expires_in: 600 });
    installScript(path, `#!/bin/sh\n[ "$1" = print ] && printf '%s' '${answer}'\n`);
    const approved = await world.runner.inspect(path);
    if (!approved.ok) throw new Error(JSON.stringify(approved.failure));
    return {
      service: oauth,
      entered: { command: path, arguments: 'print access-token', testUrl: oauth.testUrl },
      rest: { extraCaPem: caPem, approvedCommand: approved.value },
      lifetimeS: 600,
      summary: 'OK',
      wrong: { arguments: 'other' },
      refused: { kind: 'commandFailed', step: 'command', reason: 'commandExit' },
    };
  },
};

/** An access token of the sample OAuth server, as another key would have it. */
async function oauthToken({ services, ports }: SampleWorld): Promise<string> {
  const { preset, inputs } = keyOf(services, 'oauth2');
  const exchanged = await exchangeKey(ports, preset, inputs);
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
  return exchanged.value.token.value.reveal();
}
