import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeKey } from '#app/exchange-key';
import { testKey } from '#app/test-key';
import { shippedPresets } from '#core/providers/shipped-presets';
import { expectNoSecrets } from '../app/exchange-rig.ts';
import { allSampleKeys, inputsOf, prove, testCallLine } from './all-sample-keys.ts';
import { type SampleWorld, startSampleWorld } from './sample-world.ts';

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld();
}, 60_000);
afterAll(() => world.stop());

it('every shipped preset has a sample key', () => {
  expect(Object.keys(allSampleKeys).toSorted()).toEqual(shippedPresets.map(({ id }) => id).toSorted());
});

describe.each(shippedPresets)('$id', (preset) => {
  const makeKey = () => allSampleKeys[preset.id]?.(world) ?? Promise.reject(new Error(preset.id));

  it('gets a token that its service accepts, knows its life, and passes the test call', async () => {
    const key = await makeKey();
    const { exchanged, report, isAccepted } = await prove(world, preset, key);
    if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
    expect(isAccepted).toBe(true);
    const { expiresAtMs, obtainedAtMs, outputs } = exchanged.value.token;
    if (key.lifetimeS === null) expect(expiresAtMs).toBeNull();
    else {
      const lifetimeS = ((expiresAtMs ?? 0) - obtainedAtMs) / 1000;
      expect(lifetimeS).toBeGreaterThan(key.lifetimeS - 5);
      expect(lifetimeS).toBeLessThanOrEqual(key.lifetimeS + 1);
    }
    expect(Object.fromEntries(outputs.map(({ id, value }) => [id, value]))).toEqual(key.outputs ?? {});
    expect(report?.failure).toBeNull();
    const said = testCallLine(report);
    expect(said.replace(/\d( s)$/, 'x$1')).toBe(key.summary);
    expectNoSecrets(report, inputsOf(preset, key));
  });

  it('says what the service said of a wrong key, and nothing secret', async () => {
    const { entered, wrong, refused, ...rest } = await makeKey();
    const inputs = inputsOf(preset, { entered: { ...entered, ...wrong }, ...rest });
    const { failure, ...report } = await testKey(world.ports, preset, inputs);
    expect(failure).toMatchObject(refused);
    expectNoSecrets({ failure, report }, inputs);
    if (refused.step !== 'testCall')
      expect(await exchangeKey(world.ports, preset, inputs)).toMatchObject({ ok: false });
  });
});
