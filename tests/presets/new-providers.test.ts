import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testKey } from '#app/test-key';
import { renderCopyForm } from '#core/copy-as/copy-forms';
import type { Preset } from '#core/providers/preset';
import { readPresetFile } from '#core/providers/read-preset-file';
import type { DescribedService } from '../services/further/described-service.ts';
import { inputsOf, prove, testCallLine } from './all-sample-keys.ts';
import { wrongSecret } from './sample-key.ts';
import { type SampleWorld, startSampleWorld } from './sample-world.ts';

/** Services that nobody ships a preset for, known from their page in tests/services/new-providers/ alone. */
const newProviders = [
  {
    id: 'parcel-courier',
    entered: ({ origin, credential: { id, secret } }: DescribedService) => ({
      host: origin,
      accessKeyId: id,
      secretAccessKey: secret,
    }),
    wrong: { secretAccessKey: wrongSecret },
    code: 'AUTH_001',
    lifetimeS: 900,
    source: 'relative',
    summary: 'OK, Sample Ltd',
    outputs: {},
  },
  {
    id: 'hotel-desk',
    entered: ({ origin, places, credential: { id, secret } }: DescribedService) => ({
      host: origin,
      interfaceId: id,
      password: secret,
      appKey: places['appKey'] ?? '',
      hotelId: places['hotelId'] ?? '',
    }),
    wrong: { password: wrongSecret },
    code: 'A-17',
    lifetimeS: 1800,
    source: 'absolute',
    summary: /^OK, hotel \w{5} is UP$/,
    outputs: { gateway: /^https:\/\// },
  },
] as const;

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld();
}, 60_000);
afterAll(() => world.stop());

const fileOf = (id: string) => `tests/presets/new-providers/${id}.json`;

function presetOf(id: string): Preset {
  const reading = readPresetFile(readFileSync(fileOf(id), 'utf8'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.preset;
}

describe.each(newProviders)('$id, from its page to a copied token', ({ id, entered, ...expected }) => {
  const key = async () => {
    const service = await world.services.start(id);
    return { service, entered: entered(service), rest: { extraCaPem: world.services.caPem } };
  };

  it('needs one file of at most 40 lines, as Biome writes it, and no code', () => {
    const lines = readFileSync(fileOf(id), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    execFileSync('npx', ['--no-install', 'biome', 'format', fileOf(id)], { stdio: 'pipe' });
  });

  it('gives a token that can be copied, with its life and what comes with it, and passes the test', async () => {
    const preset = presetOf(id);
    const { service, ...made } = await key();
    const details = { lifetimeS: null, summary: '', wrong: {}, refused: {} };
    const { exchanged, report, isAccepted } = await prove(world, preset, { service, ...made, ...details });
    if (!exchanged.ok) throw new Error(JSON.stringify(exchanged.failure));
    const { token } = exchanged.value;
    expect(isAccepted).toBe(true);
    expect(token.lifetimeSource).toBe(expected.source);
    const lifetimeS = ((token.expiresAtMs ?? 0) - token.obtainedAtMs) / 1000;
    expect(Math.abs(lifetimeS - expected.lifetimeS)).toBeLessThan(2);
    const outputs = Object.fromEntries(token.outputs.map((output) => [output.id, output.value]));
    for (const [name, form] of Object.entries(expected.outputs)) expect(outputs[name]).toMatch(form);
    expect(report?.failure).toBeNull();
    const said = testCallLine(report);
    expect(said).toMatch(expected.summary);
    const { fields, secrets } = inputsOf(preset, made);
    const copied = renderCopyForm('raw', {
      preset,
      fields,
      secrets,
      outputs: token.outputs,
      token: token.value,
      expiresAtMs: token.expiresAtMs,
    });
    expect(copied.ok && copied.value.reveal()).toBe(token.value.reveal());
  });

  it('tells the service’s own words for a wrong key', async () => {
    const preset = presetOf(id);
    const { entered: right, rest } = await key();
    const report = await testKey(
      world.ports,
      preset,
      inputsOf(preset, { entered: { ...right, ...expected.wrong }, rest }),
    );
    expect(report.failure).toMatchObject({
      kind: 'refused',
      providerCode: expected.code,
      providerMessage: expect.any(String),
    });
  });
});
