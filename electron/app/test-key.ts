import type { TestReport, TestStep } from '#contract/test-report';
import { shownAddress } from '#core/address-rules';
import type { ExchangeStep, Failure, Result } from '#core/failure';
import { buildCall } from '#core/providers/build-call';
import { pickVariant } from '#core/providers/by-field';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { Preset } from '#core/providers/preset';
import type { TestCall } from '#core/providers/preset-calls';
import { readCallAnswer, summaryLine } from '#core/providers/read-call-answer';
import { tokenValues } from '#core/providers/request-values';
import { unusualSecrets } from '#core/providers/secret-shape';
import type { Token } from '#core/token';
import { type Exchanged, type ExchangePorts, exchangeKey } from './exchange-key.ts';
import { noTrace } from './exchange-trace.ts';
import { likelyCauses } from './likely-causes.ts';
import { prepareExchange } from './prepare-exchange.ts';
import { TestTrace } from './test-key-trace.ts';
import { answerFacts, answerLine, requestFacts, requestLine } from './test-key-words.ts';

/** How a test is watched and stopped. */
export interface TestManner {
  readonly signal?: AbortSignal;
  /** Called with all steps whenever one of them changes. */
  readonly onProgress?: (steps: readonly TestStep[]) => void;
  /** Done around the exchange, which may use a refresh token up. */
  readonly around?: (ask: () => Promise<Result<Exchanged>>) => Promise<Result<Exchanged>>;
}

/** Runs every step of an exchange and the provider's test call, and tells what each one did. */
export async function testKey(
  ports: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  { signal, onProgress, around = (ask) => ask() }: TestManner = {},
): Promise<TestReport> {
  const trace = new TestTrace(ports.clock, stepsOf(preset, inputs), onProgress);
  const how = signal === undefined ? {} : { signal };
  const exchanged = await around(() => exchangeKey(ports, preset, inputs, { ...how, trace }));
  const causes = (failure: Failure) => likelyCauses(failure, { preset, inputs, nowMs: ports.clock.nowMs() });
  if (!exchanged.ok) {
    trace.failed(exchanged.failure);
    return trace.report(null, causes(exchanged.failure));
  }
  const { token } = exchanged.value;
  trace.note('token', hint(preset, inputs));
  const failure = await traceTestCall(ports, preset, inputs, token, how, trace);
  if (failure !== null) trace.failed(failure);
  return trace.report(token.expiresAtMs, failure === null ? [] : causes(failure));
}

/** The steps that a key of this preset has, in their order. */
function stepsOf(preset: Preset, { fields }: KeyInputs): ExchangeStep[] {
  const isDiscovered = preset.keyKind === 'exchange' && Boolean(fields[preset.discovery?.issuerField ?? '']);
  const signs =
    preset.keyKind === 'signed' || (preset.keyKind === 'exchange' && preset.exchange.assertion !== undefined);
  const byKind: Record<Preset['keyKind'], ExchangeStep[]> = {
    exchange: [
      ...(isDiscovered ? (['discover'] as const) : []),
      ...(signs ? (['sign'] as const) : []),
      'prepare',
      'connect',
      'answer',
    ],
    static: ['prepare'],
    signed: ['sign'],
    exec: ['command'],
  };
  return [
    ...byKind[preset.keyKind],
    'token',
    ...(preset.testCall === undefined ? [] : (['testCall'] as const)),
  ];
}

async function traceTestCall(
  ports: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  token: Token,
  how: { readonly signal?: AbortSignal },
  trace: TestTrace,
): Promise<Failure | null> {
  const call = preset.testCall && pickVariant<TestCall>(preset.testCall, inputs.fields);
  if (call === undefined) return null;
  trace.begin('testCall');
  const prepared =
    preset.keyKind === 'exchange' ? await prepareExchange(ports, preset, inputs, how, noTrace) : null;
  if (prepared !== null && !prepared.ok) return { ...prepared.failure, step: 'testCall' };
  const values = new Map([...tokenValues(preset, inputs, token), ...(prepared?.value ?? [])]);
  const built = buildCall(call, preset, inputs, values, 'testCall');
  if (!built.ok) return built.failure;
  if (built.value === null) {
    trace.notRun('testCall', 'no test URL was entered');
    return null;
  }
  const request = { ...built.value, ...how };
  const line = requestLine(request);
  const asked = () => requestFacts(request);
  trace.saw('testCall', () => line, asked);
  const sent = await ports.http.send(request);
  if (!sent.ok) return { ...sent.failure, step: 'testCall' };
  const secrets = [...sentSecrets(inputs, request, values)];
  const read = readCallAnswer(call, sent.value, {
    host: shownAddress(request.url).host,
    step: 'testCall',
    secrets,
    receivedAtMs: ports.clock.nowMs(),
  });
  const facts = () => [...asked(), ...answerFacts(sent.value, secrets)];
  trace.saw('testCall', () => `${line}: ${answerLine(sent.value)}`, facts);
  if (!read.ok) return judged(read.failure, preset);
  trace.saw('testCall', () => `${line}: ${summaryLine(call.summary, read.value.json, secrets)}`, facts);
  trace.passed('testCall');
  return null;
}

/** A refused test call judges the key only where the key is itself the token. */
function judged(failure: Failure, preset: Preset): Failure {
  const isKey = failure.kind === 'refused' && preset.keyKind === 'static';
  return isKey ? { ...failure, reason: 'staticKey' } : failure;
}

function hint(preset: Preset, inputs: KeyInputs): string {
  const labels = unusualSecrets(preset, inputs);
  return labels.length === 0 ? '' : `; note: ${labels.join(', ')} does not look as usual for ${preset.name}`;
}
