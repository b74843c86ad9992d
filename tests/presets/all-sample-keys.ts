import { type Exchanged, exchangeKey } from '#app/exchange-key';
import { testKey } from '#app/test-key';
import type { TestReport } from '#contract/test-report';
import type { Result } from '#core/failure';
import { checkFields } from '#core/providers/check-fields';
import type { KeyInputs } from '#core/providers/key-inputs';
import type { Preset } from '#core/providers/preset';
import { Secret } from '#core/secret';
import { firstKeys } from './first-keys.ts';
import { furtherKeys } from './further-keys.ts';
import { genericKeys } from './generic-keys.ts';
import type { KeyMaker, SampleKey } from './sample-key.ts';
import type { SampleWorld } from './sample-world.ts';

/** A key of each shipped preset, by its id. */
export const allSampleKeys: Readonly<Record<string, KeyMaker>> = {
  ...firstKeys,
  ...furtherKeys,
  ...genericKeys,
};

/** What the form makes of a sample key. Throws when it refuses the values. */
export function inputsOf(
  preset: Preset,
  { entered, rest, sourceTokens = {} }: Pick<SampleKey, 'entered' | 'rest' | 'sourceTokens'>,
): KeyInputs {
  const checked = checkFields(preset, entered, []);
  if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
  const texts = Object.entries({ ...checked.value.secrets, ...sourceTokens });
  return {
    fields: checked.value.fields,
    secrets: Object.fromEntries(texts.map(([id, text]) => [id, new Secret(text)])),
    extraCaPem: null,
    keyExpiresAtMs: null,
    approvedCommand: null,
    ...rest,
  };
}

/** An exchange and then a test, as a user sees the two. */
export interface Proof {
  readonly exchanged: Result<Exchanged>;
  readonly report: TestReport | null;
  /** Whether the service itself takes the token. */
  readonly isAccepted: boolean;
}

/** Exchanges a key over the network, asks the service about the token, and tests the key. */
export async function prove(world: SampleWorld, preset: Preset, key: SampleKey): Promise<Proof> {
  const inputs = inputsOf(preset, key);
  const exchanged = await exchangeKey(world.ports, preset, inputs);
  if (!exchanged.ok) return { exchanged, report: null, isAccepted: false };
  const { token, renewedSecrets } = exchanged.value;
  const isAccepted = await key.service.testCall(token.value.reveal());
  const secrets = { ...inputs.secrets, ...renewedSecrets };
  const report = await testKey(world.ports, preset, { ...inputs, secrets });
  return { exchanged, report, isAccepted };
}

/** What the test call of a report told, without the request. */
export function testCallLine(report: TestReport | null): string {
  const detail = report?.steps.find(({ step }) => step === 'testCall')?.detail ?? '';
  return detail.replace(/^.*?: (?=OK)/, '');
}
