import { exchangeKey } from '#app/exchange-key';
import { callValues, runCalls } from '#app/provider-calls';
import { testKey } from '#app/test-key';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import { findPreset } from '#core/providers/shipped-presets';
import { sampleKeyPair } from '../services/further/sample-key-pair.ts';
import type { OauthService } from '../services/oauth-service.ts';
import { inputsOf } from './all-sample-keys.ts';
import { ellipticKeyPair, type SampleWorld } from './sample-world.ts';

/** One combination of the standards, through the shipped presets against the certified server; throws when it fails. */
export interface MatrixCell {
  readonly name: string;
  readonly check: (world: SampleWorld) => Promise<void>;
}

type Entered = Readonly<Record<string, string>>;

/** Every cell of the matrix. */
export const oidcMatrix: readonly MatrixCell[] = [
  cell('client_secret_basic', 'oauth2', ({ basicClient, tokenUrl, testUrl }) => ({
    ...{ tokenUrl, testUrl, scope: 'api:read' },
    ...{ clientId: basicClient.id, clientSecret: basicClient.secret },
  })),
  cell('client_secret_post', 'oauth2', ({ postClient, tokenUrl, testUrl }) => ({
    ...{ tokenUrl, testUrl, clientAuthentication: 'body' },
    ...{ clientId: postClient.id, clientSecret: postClient.secret },
  })),
  cell('private_key_jwt RS256', 'oauth2', (oauth) => signedClient(oauth, 'jwtRs256', sampleKeyPair(0))),
  cell('private_key_jwt ES256', 'oauth2', (oauth) => signedClient(oauth, 'jwtEs256', ellipticKeyPair())),
  cell('discovery', 'oauth2', ({ basicClient, origin, testUrl }) => ({
    ...{ issuer: origin, testUrl, clientId: basicClient.id, clientSecret: basicClient.secret },
  })),
  cell('introspection', 'oauth2', ({ basicClient, origin }) => ({
    ...{ issuer: origin, test: 'introspection', clientId: basicClient.id, clientSecret: basicClient.secret },
  })),
  { name: 'revocation', check: revokes },
  { name: 'refresh token with rotation', check: rotates },
  { name: 'token exchange', check: exchangesTokens },
];

/** An exchange and a test call that pass, with a token that the server takes. */
function cell(name: string, presetId: string, entered: (oauth: OauthService) => Entered): MatrixCell {
  return {
    name,
    check: async (world) => {
      const { oauth } = world.services;
      const made = await exchange(world, presetId, entered(oauth));
      await demand(await oauth.testCall(made.token.value.reveal()), 'the server does not take the token');
      await demandTestPasses(world, made);
    },
  };
}

function signedClient(
  oauth: OauthService,
  clientAuthentication: string,
  keyPair: ReturnType<typeof sampleKeyPair>,
) {
  const client = oauth.addClient({ method: 'private_key_jwt', keyPair });
  const { tokenUrl, testUrl } = oauth;
  return { tokenUrl, testUrl, clientId: client.id, clientAuthentication, privateKey: keyPair.privateKeyPem };
}

async function revokes(world: SampleWorld): Promise<void> {
  const { oauth } = world.services;
  const { id, secret } = oauth.basicClient;
  const made = await exchange(world, 'oauth2', { issuer: oauth.origin, clientId: id, clientSecret: secret });
  const { preset, inputs, token } = made;
  const values = await callValues(world.ports, preset, inputs, token);
  const call = preset.keyKind === 'exchange' ? preset.revocation : undefined;
  if (!values.ok || call === undefined) throw new Error('no revocation');
  const done = await runCalls(world.ports, preset, inputs, [call], values.value);
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  await demand(!(await oauth.testCall(token.value.reveal())), 'the revoked token still works');
}

/** Three renewals, each with the refresh token that came of the one before; the first is dead then. */
async function rotates(world: SampleWorld): Promise<void> {
  const { oauth } = world.services;
  const client = oauth.addClient({ method: 'client_secret_basic' });
  const { refreshToken } = await oauth.issueRefreshToken(client);
  const entered = {
    issuer: oauth.origin,
    testUrl: oauth.testUrl,
    clientId: client.id,
    clientSecret: client.secret,
  };
  let current = refreshToken;
  for (const _ of [1, 2, 3]) {
    const made = await exchange(world, 'oauth2-refresh-token', { ...entered, refreshToken: current });
    const next = made.renewed['refreshToken']?.reveal() ?? '';
    await demand(next !== '' && next !== current, 'the refresh token was not renewed');
    await demand(await oauth.testCall(made.token.value.reveal()), 'the server does not take the token');
    current = next;
  }
  const again = await exchangeKey(
    world.ports,
    presetOf('oauth2-refresh-token'),
    inputsIn(world, 'oauth2-refresh-token', { ...entered, refreshToken }),
  );
  await demand(
    !again.ok && again.failure.providerCode === 'invalid_grant',
    'a used refresh token still works',
  );
}

async function exchangesTokens(world: SampleWorld): Promise<void> {
  const { oauth } = world.services;
  const { accessToken } = await oauth.issueRefreshToken(
    oauth.addClient({ method: 'none' }),
    'api:read api:write',
  );
  const { id, secret } = oauth.basicClient;
  const entered = {
    ...{ subjectToken: 'another-key', tokenUrl: oauth.tokenUrl, testUrl: oauth.testUrl },
    ...{ clientId: id, clientSecret: secret, audience: oauth.audiences[0], scope: 'api:read' },
  };
  const made = await exchange(world, 'oauth2-token-exchange', entered, { subjectToken: accessToken });
  await demand(made.token.value.reveal() !== accessToken, 'it is the same token');
  await demandTestPasses(world, made);
}

function presetOf(id: string): Preset {
  const preset = findPreset(id);
  if (preset === null) throw new Error(id);
  return preset;
}

function inputsIn(
  { services }: SampleWorld,
  presetId: string,
  entered: Entered,
  sourceTokens: Entered = {},
): KeyInputs {
  return inputsOf(presetOf(presetId), { entered, sourceTokens, rest: { extraCaPem: services.caPem } });
}

async function exchange(world: SampleWorld, presetId: string, entered: Entered, sourceTokens: Entered = {}) {
  const preset = presetOf(presetId);
  const inputs = inputsIn(world, presetId, entered, sourceTokens);
  const exchanged = await exchangeKey(world.ports, preset, inputs);
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
  const { token, renewedSecrets: renewed } = exchanged.value;
  return { preset, inputs, token, renewed };
}

async function demandTestPasses(
  world: SampleWorld,
  { preset, inputs }: Awaited<ReturnType<typeof exchange>>,
) {
  const { passed, failure } = await testKey(world.ports, preset, inputs);
  await demand(passed, JSON.stringify(failure));
}

function demand(isSo: boolean, otherwise: string): Promise<void> {
  return isSo ? Promise.resolve() : Promise.reject(new Error(otherwise));
}
