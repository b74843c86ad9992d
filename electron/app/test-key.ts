import type { TestReport } from '#contract/calls';
import { shownAddress } from '#core/address-rules';
import type { Failure } from '#core/failure';
import type { HttpRequest } from '#core/ports';
import { buildRequest } from '#core/providers/build-request';
import { buildTestRequest } from '#core/providers/build-test-request';
import type { AnswerContext } from '#core/providers/classify-failure';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { ExchangePreset, Preset, StaticPreset } from '#core/providers/preset';
import { readTestAnswer } from '#core/providers/read-test-answer';
import { readTokenAnswer } from '#core/providers/read-token-answer';
import { unusualSecrets } from '#core/providers/secret-shape';
import { staticToken } from '#core/providers/static-token';
import type { Token } from '#core/token';
import type { ExchangePorts } from './exchange-key.ts';
import { TestTrace } from './test-key-trace.ts';
import { answerLine, connectionLine, requestLine, tokenLine } from './test-key-words.ts';

/** Runs every step of an exchange and the provider's test call, and tells what each one did. Nothing is stored. */
export async function testKey(ports: ExchangePorts, preset: Preset, inputs: KeyInputs): Promise<TestReport> {
  const trace = new TestTrace(ports.clock);
  const token =
    preset.keyKind === 'static'
      ? traceStaticToken(ports, preset, inputs, trace)
      : await traceExchange(ports, preset, inputs, trace);
  if (token === null) return trace.report(null);
  trace.passed('token', tokenLine(token));
  await traceTestCall(ports, preset, inputs, token, trace);
  return trace.report(token.expiresAtMs);
}

function traceStaticToken(
  { clock }: ExchangePorts,
  preset: StaticPreset,
  inputs: KeyInputs,
  trace: TestTrace,
): Token | null {
  trace.passed('prepare', `the key is itself the token${hint(preset, inputs)}`);
  trace.notRun('connect', 'nothing is exchanged');
  trace.notRun('answer', 'nothing is exchanged');
  const token = staticToken(preset, inputs, clock.nowMs());
  if (token.ok) return token.value;
  trace.failed('token', token.failure);
  return null;
}

/** The same steps as exchangeKey, one by one. */
async function traceExchange(
  { http, clock }: ExchangePorts,
  preset: ExchangePreset,
  inputs: KeyInputs,
  trace: TestTrace,
): Promise<Token | null> {
  const built = buildRequest(preset, inputs);
  if (!built.ok) {
    trace.failed('prepare', built.failure);
    return null;
  }
  const request = built.value;
  const obtainedAtMs = clock.nowMs();
  const sent = await http.send({ ...request, urgent: true });
  const failedAt = sent.ok ? null : (sent.failure.step ?? 'connect');
  if (!sent.ok && failedAt === 'prepare') {
    trace.failed('prepare', sent.failure);
    return null;
  }
  trace.passed('prepare', requestLine(request) + hint(preset, inputs), 0);
  if (!sent.ok) {
    if (failedAt !== 'connect') trace.passed('connect', connectionLine(request), 0);
    trace.failed(failedAt ?? 'connect', sent.failure);
    return null;
  }
  trace.passed('connect', connectionLine(request), sent.value.connection?.connectMs);
  const context = { ...contextOf(request, clock.nowMs(), inputs), step: 'answer' } as const;
  const token = readTokenAnswer(preset, sent.value, obtainedAtMs, context);
  if (!token.ok && token.failure.step !== 'token') {
    trace.failed('answer', token.failure, answerLine(sent.value));
    return null;
  }
  trace.passed('answer', answerLine(sent.value));
  if (token.ok) return token.value;
  trace.failed('token', token.failure);
  return null;
}

async function traceTestCall(
  { http, clock }: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  token: Token,
  trace: TestTrace,
): Promise<void> {
  const request = buildTestRequest(preset, inputs, token);
  if (!request.ok) return trace.failed('testCall', request.failure);
  if (request.value === null) return trace.notRun('testCall', 'no test URL was entered');
  const line = requestLine(request.value);
  const sent = await http.send({ ...request.value, urgent: true });
  if (!sent.ok) return trace.failed('testCall', sent.failure);
  const { secrets, ...context } = contextOf(request.value, clock.nowMs(), inputs);
  const read = readTestAnswer(preset, sent.value, {
    ...context,
    step: 'testCall',
    secrets: [...secrets, token.value.reveal()],
  });
  if (read.ok) trace.passed('testCall', `${line}: ${read.value}`);
  else trace.failed('testCall', judged(read.failure, preset), `${line}: ${answerLine(sent.value)}`);
}

/** A refused test call judges the key only where the key is itself the token. */
function judged(failure: Failure, preset: Preset): Failure {
  const isKey = failure.kind === 'refused' && preset.keyKind === 'static';
  return isKey ? { ...failure, reason: 'staticKey' } : failure;
}

function contextOf(
  request: HttpRequest,
  receivedAtMs: number,
  inputs: KeyInputs,
): Omit<AnswerContext, 'step'> {
  return { host: shownAddress(request.url).host, secrets: sentSecrets(inputs, request), receivedAtMs };
}

function hint(preset: Preset, inputs: KeyInputs): string {
  const labels = unusualSecrets(preset, inputs);
  return labels.length === 0 ? '' : `; note: ${labels.join(', ')} does not look as usual for ${preset.name}`;
}
