import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeKey } from '#app/exchange-key';
import { callValues, runCalls } from '#app/provider-calls';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import type { ProviderCall } from '#core/providers/preset-calls';
import { findPreset } from '#core/providers/shipped-presets';
import type { Token } from '#core/token';
import { allSampleKeys, inputsOf } from './all-sample-keys.ts';
import { type SampleWorld, startSampleWorld } from './sample-world.ts';

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld();
}, 60_000);
afterAll(() => world.stop());

interface Ready {
  readonly preset: Preset;
  readonly inputs: KeyInputs;
  readonly token: Token;
}

async function ready(presetId: string): Promise<Ready> {
  const preset = findPreset(presetId);
  const key = await allSampleKeys[presetId]?.(world);
  if (preset === null || key === undefined) throw new Error(presetId);
  const inputs = inputsOf(preset, key);
  const exchanged = await exchangeKey(world.ports, preset, inputs);
  if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
  return { preset, inputs, token: exchanged.value.token };
}

/** Makes calls as the app does, with these variables besides. */
async function run(
  { preset, inputs, token }: Ready,
  calls: readonly ProviderCall[],
  more: Record<string, string> = {},
) {
  const values = await callValues(world.ports, preset, inputs, token);
  if (!values.ok) throw new Error(JSON.stringify(values.failure));
  const all = new Map([...values.value, ...Object.entries(more)]);
  const done = await runCalls(world.ports, preset, inputs, calls, all);
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  return done.value;
}

describe('revocation', () => {
  it.each([
    'oauth2',
    'oauth2-refresh-token',
    'oauth2-device',
    'github-app',
    'google-service-account',
    'keycloak',
    'okta-custom',
    'salesforce',
    'twitch',
  ])('of %s ends the token', async (id) => {
    const key = await ready(id);
    const { service } = (await allSampleKeys[id]?.(world)) ?? {};
    if (key.preset.keyKind !== 'exchange' || key.preset.revocation === undefined) throw new Error(id);
    const isAccepted = () => service?.testCall(key.token.value.reveal());
    expect(await isAccepted()).toBe(true);
    const fields = { ...key.inputs.fields, ...revocationUrl(id) };
    await run({ ...key, inputs: { ...key.inputs, fields } }, [key.preset.revocation]);
    expect(await isAccepted()).toBe(false);
  });
});

/** Where no issuer names it. */
function revocationUrl(id: string): Record<string, string> {
  return id === 'oauth2-refresh-token' ? { revocationUrl: world.services.oauth.revocationUrl } : {};
}

describe('rotation', () => {
  it('of DataOS: a new key of another name, and the old one removed with it', async () => {
    const { dataos } = world.services;
    const old = await ready('dataos');
    const { rotation } = old.preset;
    if (rotation === undefined) throw new Error('no rotation');
    const made = await run(old, rotation.create, { 'rotation.name': 'keyfob-2', 'rotation.hours': '48' });
    const { data, expiration } = made.json as { data: { apikey: string }; expiration: string };
    expect(await dataos.testCall(data.apikey)).toBe(true);
    expect(Date.parse(expiration) - Date.now()).toBeGreaterThan(47.9 * 3_600_000);
    const outputs = [...made.values].filter(([name]) => name.startsWith('outputs.'));
    await run(old, rotation.remove, { ...Object.fromEntries(outputs), token: data.apikey });
    expect(await dataos.testCall(old.token.value.reveal())).toBe(false);
    expect(await dataos.testCall(data.apikey)).toBe(true);
    // Once more: it is gone already, which is as good.
    await run(old, rotation.remove, { ...Object.fromEntries(outputs), token: data.apikey });
  });

  it('of IBM Cloud IAM: for the same identity; a locked old key is unlocked first', async () => {
    const { ibmIam } = world.services;
    const { id, apiKey } = ibmIam.addCredential({ isLocked: true });
    const preset = findPreset('ibm-iam');
    if (preset?.rotation === undefined) throw new Error('no rotation');
    const inputs = inputsOf(preset, { entered: { host: ibmIam.origin, apiKey } });
    const exchanged = await exchangeKey(world.ports, preset, inputs);
    if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
    const old = { preset, inputs, token: exchanged.value.token };
    const made = await run(old, preset.rotation.create, {
      'rotation.name': 'keyfob-2',
      'rotation.hours': '48',
    });
    const fresh = ibmIam.credentials.find(({ name }) => name === 'keyfob-2');
    expect(made.json).toMatchObject({ apikey: fresh?.apiKey, iam_id: fresh?.iamId });
    const outputs = [...made.values].filter(([name]) => name.startsWith('outputs.'));
    expect(outputs).toContainEqual(['outputs.keyId', id]);
    await run(old, preset.rotation.remove, Object.fromEntries(outputs));
    expect(await exchangeKey(world.ports, preset, inputs)).toMatchObject({
      failure: { kind: 'refused', providerCode: 'BXNIM0415E' },
    });
    expect(ibmIam.credentials.map(({ name }) => name)).toContain('keyfob-2');
    await run(
      { ...old, token: (await ready('ibm-iam')).token },
      preset.rotation.remove,
      Object.fromEntries(outputs),
    );
  });
});

describe('what a provider says of a key', () => {
  it('DataOS lists it under its name', async () => {
    const { dataos } = world.services;
    const key = await ready('dataos');
    const { json, values } = await run(key, key.preset.keyDetails?.calls ?? []);
    expect(values.get('outputs.userId')).toBe('jane');
    expect(values.get('apiKey.name')).toBe(dataos.credential.id);
    expect(json).toContainEqual(expect.objectContaining({ name: dataos.credential.id, type: 'apikey' }));
  });

  it('IBM Cloud IAM describes it', async () => {
    const key = await ready('ibm-iam');
    const { json } = await run(key, key.preset.keyDetails?.calls ?? []);
    expect(json).toMatchObject({ created_at: expect.stringMatching(/\+0000$/), name: expect.any(String) });
  });

  it('Layar offers the fabrics that its data calls ask for', async () => {
    const { fabric } = world.services.layar;
    const key = await ready('layar');
    const [rule] = key.preset.lookUps;
    if (rule === undefined) throw new Error('no look-up');
    expect(rule).toMatchObject({ field: 'dataFabric', list: 'dataFabrics', value: 'id', label: 'name' });
    const { json } = await run(key, [rule.call]);
    expect(json).toMatchObject({ dataFabrics: [{ id: fabric.id, name: fabric.name }] });
  });
});
