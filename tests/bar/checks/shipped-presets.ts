import { shippedPresets } from '#core/providers/shipped-presets';
import { allSampleKeys, prove } from '../../presets/all-sample-keys.ts';
import { type SampleWorld, startSampleWorld } from '../../presets/sample-world.ts';
import type { CheckResult } from '../check-result.ts';

/** PRESETS: every shipped preset gets a token that its contract server accepts, and passes its own test call. */
export async function exchangeShippedPresets(): Promise<CheckResult> {
  const world = await startSampleWorld();
  const failures: string[] = [];
  try {
    for (const { id } of shippedPresets) {
      const fault = await faultOf(world, id).catch((error: Error) => error.message);
      if (fault !== null) failures.push(`${id}: ${fault}`);
    }
  } finally {
    await world.stop();
  }
  const { length } = shippedPresets;
  return {
    figure: [
      `${length - failures.length} of ${length} presets exchange and pass the test call against their contract servers`,
      ...failures,
    ].join('; '),
    passed: failures.length === 0,
  };
}

async function faultOf(world: SampleWorld, id: string): Promise<string | null> {
  const preset = shippedPresets.find((known) => known.id === id);
  const key = await allSampleKeys[id]?.(world);
  if (preset === undefined || key === undefined) return 'no sample key';
  const { exchanged, report, isAccepted } = await prove(world, preset, key);
  if (!exchanged.ok) return JSON.stringify(exchanged.failure);
  if (!isAccepted) return 'the service does not accept the token';
  const called = report?.steps.find(({ step }) => step === 'testCall');
  if (report?.passed !== true) return JSON.stringify(report?.failure);
  return called?.outcome === 'passed' ? null : 'the test call was not run';
}
