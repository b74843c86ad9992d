import { shownAddress } from '#core/address-rules';
import { fail, ok, type Result } from '#core/failure';
import type { Clock, CommandRunner, Http, HttpRequest, Random, Signer } from '#core/ports';
import { buildRequest } from '#core/providers/build-request';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { ExchangePreset, Preset, SignedPreset } from '#core/providers/preset';
import { readTokenAnswer, refreshTokenIn } from '#core/providers/read-token-answer';
import { staticToken } from '#core/providers/static-token';
import type { Secret } from '#core/secret';
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
  /** Somebody waits for it. */
  readonly urgent?: boolean;
  readonly signal?: AbortSignal;
  readonly trace?: ExchangeTrace;
}

/** What an exchange gave. */
export interface Exchanged {
  readonly token: Token;
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
  const exchanged =
    preset.keyKind === 'exchange'
      ? await askProvider(ports, preset, inputs, manner, trace)
      : alone(await tokenWithoutProvider(ports, preset, inputs, manner, trace));
  if (exchanged.ok) {
    trace.saw('token', tokenLine(exchanged.value.token));
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
      trace.saw('prepare', 'the key is itself the token');
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
  trace.saw('sign', `the token itself, with ${preset.token.algorithm}`);
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
  const { urgent = false, signal } = manner;
  const how = { urgent, ...(signal === undefined ? {} : { signal }) };
  const prepared = await prepareExchange(ports, preset, inputs, how, trace);
  if (!prepared.ok) return prepared;
  trace.begin('prepare');
  const built = buildRequest(preset, inputs, prepared.value);
  if (!built.ok) return built;
  if (signal?.aborted) return fail('cancelled', { step: 'prepare' });
  // What comes for a refresh token that is used up must be heard, so that sending one is not stopped half way.
  const request: HttpRequest = { ...built.value, ...(refreshField === undefined ? how : { urgent }) };
  trace.saw('prepare', requestLine(request), requestFacts(request));
  trace.passed('prepare', 0);
  const obtainedAtMs = ports.clock.nowMs();
  const secrets = sentSecrets(inputs, request, prepared.value);
  const sent = await sendTraced(ports, request, trace, secrets);
  if (!sent.ok) return sent;
  const token = readTokenAnswer(preset, inputs.fields, sent.value, obtainedAtMs, {
    host: shownAddress(request.url).host,
    step: 'answer',
    secrets,
    receivedAtMs: ports.clock.nowMs(),
  });
  if (token.ok || token.failure.step === 'token') trace.passed('answer');
  if (!token.ok) return lostSignIn(token, preset);
  const refreshToken = refreshField === undefined ? null : refreshTokenIn(preset, sent.value);
  const renewedSecrets =
    refreshToken === null || refreshField === undefined ? {} : { [refreshField]: refreshToken };
  return ok({ token: token.value, renewedSecrets });
}

/** RFC 6749 section 5.2: `invalid_grant` speaks of the refresh token, which only a new sign-in replaces. */
function lostSignIn(failed: Result<never>, preset: ExchangePreset): Result<never> {
  if (failed.ok || preset.signIn === undefined) return failed;
  const { failure } = failed;
  if (failure.kind !== 'refused' || failure.providerCode !== 'invalid_grant') return failed;
  return { ok: false, failure: { ...failure, kind: 'signInNeeded', reason: 'refreshTokenRefused' } };
}

function alone(token: Result<Token>): Result<Exchanged> {
  return token.ok ? ok({ token: token.value, renewedSecrets: {} }) : token;
}
