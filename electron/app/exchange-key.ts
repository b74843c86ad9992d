import { shownAddress } from '#core/address-rules';
import { clockSetByMs, type Moment, momentOf } from '#core/clock-change';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, CommandRunner, Http, HttpRequest, Random, Signer } from '#core/ports';
import { buildRequest } from '#core/providers/build-request';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { ExchangePreset, Preset, SignedPreset } from '#core/providers/preset';
import { readTokenAnswer, refreshTokenIn } from '#core/providers/read-token-answer';
import { staticToken } from '#core/providers/static-token';
import type { Secret } from '#core/secret';
import { serverSkewMs } from '#core/server-skew';
import type { Token } from '#core/token';
import { type ExchangeTrace, noTrace } from './exchange-trace.ts';
import type { IssuerMetadata } from './issuer-metadata.ts';
import { prepareExchange, signJwt } from './prepare-exchange.ts';
import { runTokenCommand } from './run-token-command.ts';
import { sendTraced } from './send-traced.ts';
import { requestFacts, requestLine, tokenLine } from './test-key-words.ts';

/** What an exchange needs of the world. */
export interface ExchangePorts {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly signer: Signer;
  readonly commands: CommandRunner;
  readonly metadata: IssuerMetadata;
  /** Whether the user allows keys that are printed by commands. */
  readonly areCommandsAllowed: () => boolean;
}

/** How an exchange is made. */
export interface ExchangeManner {
  /** {@link HttpRequest.neededAtMs} */
  readonly neededAtMs?: () => number;
  readonly signal?: AbortSignal;
  /** Told how far the provider's clock is ahead, by any answer that says its time. Milliseconds. */
  readonly onSkew?: (skewMs: number) => void;
  readonly trace?: ExchangeTrace;
}

/** What an exchange gave. */
export interface Exchanged {
  readonly token: Token;
  /** When its instants were right, in case that the clock is set before it is used. */
  readonly at: Moment;
  /** Secret fields that got a new value: a rotated refresh token. */
  readonly renewedSecrets: Readonly<Record<string, Secret>>;
}

/** Gets a token for a key, once, without any retry. What that takes depends on the kind of the key. */
export async function exchangeKey(
  ports: ExchangePorts,
  preset: Preset,
  inputs: KeyInputs,
  manner: ExchangeManner = {},
): Promise<Result<Exchanged>> {
  const trace = manner.trace ?? noTrace;
  const at = momentOf(ports.clock);
  const exchanged =
    preset.keyKind === 'exchange'
      ? await askProvider(ports, preset, inputs, manner, trace)
      : alone(await tokenWithoutProvider(ports, preset, inputs, manner, trace), at);
  if (exchanged.ok) {
    trace.saw('token', () => tokenLine(exchanged.value.token));
    trace.passed('token');
  }
  return exchanged;
}

async function tokenWithoutProvider(
  ports: ExchangePorts,
  preset: Exclude<Preset, ExchangePreset>,
  inputs: KeyInputs,
  manner: ExchangeManner,
  trace: ExchangeTrace,
): Promise<Result<Token>> {
  switch (preset.keyKind) {
    case 'static':
      trace.saw('prepare', () => 'the key is itself the token');
      trace.passed('prepare');
      return staticToken(preset, inputs, ports.clock.nowMs());
    case 'signed':
      return signToken(ports, preset, inputs, trace);
    case 'exec':
      return runTokenCommand(ports, preset, inputs, manner, trace);
  }
}

async function signToken(
  ports: ExchangePorts,
  preset: SignedPreset,
  inputs: KeyInputs,
  trace: ExchangeTrace,
): Promise<Result<Token>> {
  trace.begin('sign');
  const obtainedAtMs = ports.clock.nowMs();
  const signed = await signJwt(ports, preset, inputs, preset.token);
  if (!signed.ok) return signed;
  trace.saw('sign', () => `the token itself, with ${preset.token.algorithm}`);
  trace.passed('sign');
  return ok({
    value: signed.value,
    obtainedAtMs,
    expiresAtMs: obtainedAtMs + preset.token.lifetimeS * 1000,
    lifetimeSource: 'jwt',
    tokenType: 'Bearer',
    outputs: [],
  });
}

async function askProvider(
  ports: ExchangePorts,
  preset: ExchangePreset,
  inputs: KeyInputs,
  manner: ExchangeManner,
  trace: ExchangeTrace,
): Promise<Result<Exchanged>> {
  const refreshField = preset.exchange.answer.refreshToken?.field;
  if (refreshField !== undefined && preset.signIn !== undefined && inputs.secrets[refreshField] === undefined)
    return fail('signInNeeded', { step: 'prepare', reason: 'notSignedIn' });
  const { neededAtMs, signal } = manner;
  const needed = neededAtMs === undefined ? {} : { neededAtMs };
  const how = { ...needed, ...(signal === undefined ? {} : { signal }) };
  const prepared = await prepareExchange(ports, preset, inputs, how, trace);
  if (!prepared.ok) return prepared;
  trace.begin('prepare');
  const built = buildRequest(preset, inputs, prepared.value);
  if (!built.ok) return built;
  if (signal?.aborted) return fail('cancelled', { step: 'prepare' });
  // What comes for a refresh token that is used up must be heard, so that sending one is not stopped half way.
  const request: HttpRequest = { ...built.value, ...(refreshField === undefined ? how : needed) };
  trace.saw(
    'prepare',
    () => requestLine(request),
    () => requestFacts(request),
  );
  trace.passed('prepare', 0);
  const asked = momentOf(ports.clock);
  const secrets = sentSecrets(inputs, request, prepared.value);
  const sent = await sendTraced(ports, request, trace, secrets);
  if (!sent.ok) return sent;
  const at = momentOf(ports.clock);
  const obtainedAtMs = asked.nowMs + clockSetByMs(asked, at);
  const skewMs = serverSkewMs(sent.value, obtainedAtMs, at.nowMs);
  if (skewMs !== null) manner.onSkew?.(skewMs);
  const token = readTokenAnswer(preset, inputs.fields, sent.value, obtainedAtMs, {
    host: shownAddress(request.url).host,
    step: 'answer',
    secrets,
    receivedAtMs: at.nowMs,
  });
  if (token.ok || token.failure.step === 'token') trace.passed('answer');
  if (!token.ok) return lostSignIn(token, preset);
  const refreshToken = refreshField === undefined ? null : refreshTokenIn(preset, sent.value);
  const renewedSecrets =
    refreshToken === null || refreshField === undefined ? {} : { [refreshField]: refreshToken };
  return ok({ token: token.value, at, renewedSecrets });
}

/** RFC 6749 section 5.2: `invalid_grant` speaks of the refresh token, which only a new sign-in replaces. */
function lostSignIn(failed: Result<never>, preset: ExchangePreset): Result<never> {
  if (failed.ok || preset.signIn === undefined) return failed;
  const { failure } = failed;
  if (failure.kind !== 'refused' || failure.providerCode !== 'invalid_grant') return failed;
  return { ok: false, failure: { ...failure, kind: 'signInNeeded', reason: 'refreshTokenRefused' } };
}

function alone(token: Result<Token>, at: Moment): Result<Exchanged> {
  return token.ok ? ok({ token: token.value, at, renewedSecrets: {} }) : token;
}
