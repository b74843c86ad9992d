import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPreset } from '#core/providers/shipped-presets';
import { sampleKeyPair } from '../services/further/sample-key-pair.ts';
import { allSampleKeys, type Proof, prove } from './all-sample-keys.ts';
import { ellipticKeyPair, type SampleWorld, startSampleWorld } from './sample-world.ts';

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld();
}, 60_000);
afterAll(() => world.stop());

const hexOf = (base64url: string) => Buffer.from(base64url, 'base64url').toString('hex');

/** Proves a preset's sample key with other values in the form. */
async function proveWith(presetId: string, changed: Readonly<Record<string, string>>): Promise<Proof> {
  const preset = findPreset(presetId);
  const key = await allSampleKeys[presetId]?.(world);
  if (preset === null || key === undefined) throw new Error(presetId);
  return prove(world, preset, { ...key, entered: { ...key.entered, ...changed } });
}

function expectPassed({ exchanged, report, isAccepted }: Proof): void {
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
  expect(report?.failure).toBeNull();
  expect(isAccepted).toBe(true);
}

describe('Microsoft Entra ID with a certificate', () => {
  it('known by its SHA-256 thumbprint, signed with PS256', async () => {
    const { credential } = await world.services.start('entra');
    const thumbprint = hexOf(credential.also['thumbprint'] ?? '');
    const certificate = {
      credential: 'certificateSha256',
      privateKey: credential.keyPair?.privateKeyPem ?? '',
    };
    expectPassed(await proveWith('entra', { ...certificate, thumbprint }));
    const colons = thumbprint.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    expectPassed(await proveWith('entra', { ...certificate, thumbprint: colons }));
    const other = await proveWith('entra', { ...certificate, thumbprint: 'ab'.repeat(32) });
    expect(other.exchanged).toMatchObject({
      failure: {
        kind: 'refused',
        providerCode: 'invalid_client',
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    });
  });

  it('known by its SHA-1 thumbprint', async () => {
    const service = await world.services.start('entra');
    const sha1 = createHash('sha1').update(randomBytes(8)).digest();
    const { id, keyPair } = service.addCredential({ also: { thumbprint: sha1.toString('base64url') } });
    const entered = {
      clientId: id,
      privateKey: keyPair?.privateKeyPem ?? '',
      thumbprint: sha1.toString('hex'),
    };
    expectPassed(await proveWith('entra', { ...entered, credential: 'certificateSha1' }));
  });
});

describe('Keycloak', () => {
  it('without the old base path', async () => {
    const { origin } = await world.services.start('keycloak');
    expectPassed(await proveWith('keycloak', { host: origin }));
  });

  it('with a signed JWT', async () => {
    const { credential } = await world.services.start('keycloak');
    const privateKey = credential.keyPair?.privateKeyPem ?? '';
    expectPassed(await proveWith('keycloak', { clientAuthentication: 'jwt', privateKey }));
  });
});

it('Cloud Pak for Data with a password', async () => {
  const { credential } = await world.services.start('cloud-pak');
  expectPassed(await proveWith('cloud-pak', { signInBy: 'password', password: credential.secret }));
});

it('GitHub App by its client ID', async () => {
  const { credential } = await world.services.start('github-app');
  expectPassed(await proveWith('github-app', { appId: credential.also['clientId'] ?? '' }));
});

it('Okta with the private key as a JWK, as its console gives it out', async () => {
  const { createPrivateKey } = await import('node:crypto');
  const jwk = createPrivateKey(sampleKeyPair(0).privateKeyPem).export({ format: 'jwk' });
  expectPassed(await proveWith('okta-org', { privateKey: JSON.stringify(jwk), keyId: 'kid-1' }));
});

it.each(['v1', 'v2', 'v3'])('IBM DBaaS of version %s', async (apiVersion) => {
  expectPassed(await proveWith('ibm-dbaas', { apiVersion }));
});

describe('a signed assertion', () => {
  it('with ES256', async () => {
    const keyPair = ellipticKeyPair();
    const { id } = world.jwtBearer.addCredential({ keyPair });
    const entered = { issuerClaim: id, privateKey: keyPair.privateKeyPem, algorithm: 'ES256' };
    const proof = await proveWith('oauth2-jwt-bearer', entered);
    expectPassed(proof);
    expect(proof.report?.steps.find(({ step }) => step === 'sign')?.detail).toContain('ES256');
  });

  it('with a key of the other kind says so', async () => {
    const { exchanged } = await proveWith('oauth2-jwt-bearer', { algorithm: 'ES256' });
    expect(exchanged).toMatchObject({
      failure: { kind: 'invalidInput', field: 'privateKey', reason: 'wrongKeyType' },
    });
  });
});

describe('an API key for a token', () => {
  it('in a header of a GET, with a second value in the answer', async () => {
    const { ibmDbaas, caPem } = world.services;
    const preset = findPreset('api-key-exchange');
    if (preset === null) throw new Error('no preset');
    const proof = await prove(world, preset, {
      service: ibmDbaas,
      entered: {
        tokenUrl: `${ibmDbaas.origin}/api/v3/auth/token`,
        sentIn: 'headerGet',
        secretName: 'api_key',
        secret: ibmDbaas.credential.apiKey,
      },
      rest: { extraCaPem: caPem },
      lifetimeS: 3600,
      summary: '',
      wrong: {},
      refused: {},
    });
    expectPassed(proof);
    expect(proof.exchanged).toMatchObject({ value: { token: { lifetimeSource: 'jwt' } } });
  });

  it('in a form body, from another place of the answer', async () => {
    const { ibmIam } = world.services;
    const form = {
      tokenUrl: `${ibmIam.origin}/identity/token`,
      sentIn: 'form',
      idName: 'grant_type',
      userName: 'urn:ibm:params:oauth:grant-type:apikey',
      secretName: 'apikey',
      secret: ibmIam.credential.apiKey,
      testUrl: '',
    };
    const { exchanged } = await proveWith('api-key-exchange', { ...form, tokenPath: 'scope.none' });
    if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
    expect(await ibmIam.testCall(exchanged.value.token.value.reveal())).toBe(true);
    const wrongPlace = await proveWith('api-key-exchange', { ...form, tokenPath: 'scope' });
    expect(wrongPlace.exchanged).toMatchObject({
      failure: { kind: 'unusableAnswer', reason: 'tokenCharacters' },
    });
  });
});

it('a token that is sent in a header of its own', async () => {
  const { ibmDbaas } = world.services;
  const other = findPreset('ibm-dbaas');
  const key = await allSampleKeys['ibm-dbaas']?.(world);
  if (other === null || key === undefined) throw new Error('no key');
  const { exchanged } = await prove(world, other, key);
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
  const { preset, entered } = {
    preset: findPreset('static-token'),
    entered: { sentAs: 'header', headerName: 'x-auth-token' },
  };
  if (preset === null) throw new Error('no preset');
  const accessToken = exchanged.value.token.value.reveal();
  const proof = await prove(world, preset, {
    ...key,
    service: ibmDbaas,
    entered: { ...entered, accessToken, testUrl: `${ibmDbaas.origin}/api/v1/services` },
  });
  expectPassed(proof);
});
