import { shownAddress } from '#core/address-rules';
import { type ExchangeStep, fail, ok, type Result } from '#core/failure';
import { buildCall } from '#core/providers/build-call';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { Preset } from '#core/providers/preset';
import type { ProviderCall } from '#core/providers/preset-calls';
import { readCallAnswer } from '#core/providers/read-call-answer';
import { tokenValues } from '#core/providers/request-values';
import type { TemplateValues } from '#core/providers/template';
import type { Token } from '#core/token';
import type { ExchangePorts } from './exchange-key.ts';
import { noTrace } from './exchange-trace.ts';
import { prepareExchange } from './prepare-exchange.ts';

/** What calls in a row gave. */
export interface CallsAnswer {
  /** The last answer, when it is JSON. It may hold secrets. */
  readonly json: object | undefined;
  /** All variables, with the outputs of each call. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Variables of calls with a token: the key's own, the token's, and what had to be signed or asked for before.
 *
 * @param token null where the calls need none
 */
export async function callValues(
  ports: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  token: Token | null,
): Promise<Result<Map<string, string>>> {
  const prepared =
    preset.keyKind === 'exchange'
      ? await prepareExchange(ports, preset, inputs, {}, noTrace)
      : ok(new Map<string, string>());
  if (!prepared.ok) return prepared;
  const nothing = new Map<string, string>();
  const own = token === null ? nothing : tokenValues(preset, inputs, token);
  return ok(new Map([...own, ...prepared.value]));
}

/** Makes calls one after another; outputs of each are variables of the next. Ends at the first failure. */
export async function runCalls(
  ports: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  calls: readonly ProviderCall[],
  values: TemplateValues,
  step: ExchangeStep = 'answer',
): Promise<Result<CallsAnswer>> {
  const known = new Map(values);
  let json: object | undefined;
  for (const call of calls) {
    const built = buildCall(call, preset, inputs, known, step);
    if (!built.ok) return built;
    if (built.value === null) return fail('invalidInput', { step, reason: 'empty' });
    const request = built.value;
    const sent = await ports.http.send(request);
    if (!sent.ok) return sent;
    const read = readCallAnswer(call, sent.value, {
      host: shownAddress(request.url).host,
      step,
      secrets: sentSecrets(inputs, request, known),
      receivedAtMs: ports.clock.nowMs(),
    });
    if (!read.ok) return read;
    json = read.value.json;
    for (const [name, value] of read.value.outputs) known.set(name, value);
  }
  return ok({ json, values: known });
}
