import type { ActivityRecorder } from '#core/activity';
import { shownAddress } from '#core/address-rules';
import type { KeyId } from '#core/api-key';
import { momentOf } from '#core/clock-change';
import { type Failure, fail, ok, type Result } from '#core/failure';
import type { HttpAnswer, HttpRequest, Log, Timer } from '#core/ports';
import { buildCall } from '#core/providers/build-call';
import type { AnswerContext } from '#core/providers/classify-failure';
import {
  type DeviceAuthorization,
  readDeviceAuthorization,
  waitingFor,
} from '#core/providers/device-sign-in';
import type { KeyInputs } from '#core/providers/key-inputs';
import { sentSecrets } from '#core/providers/mask-secrets';
import type { ExchangePreset } from '#core/providers/preset';
import type { SignInRule } from '#core/providers/preset-calls';
import { readTokenAnswer, refreshTokenIn } from '#core/providers/read-token-answer';
import { inputValues } from '#core/providers/request-values';
import type { ExchangePorts } from './exchange-key.ts';
import type { FreshToken } from './fresh-token.ts';
import { callValues } from './provider-calls.ts';
import { type StoredInputsNeeds, storedInputs } from './stored-inputs.ts';

interface Needs extends StoredInputsNeeds {
  readonly freshToken: FreshToken;
  readonly activity: ActivityRecorder;
  readonly ports: ExchangePorts;
  readonly timer: Timer;
  readonly log: Log;
}

/** A key whose sign-in runs. */
interface SignInRun {
  readonly id: KeyId;
  readonly preset: ExchangePreset & { readonly signIn: SignInRule };
  readonly inputs: KeyInputs;
  readonly values: ReadonlyMap<string, string>;
  readonly authorization: DeviceAuthorization;
  /** The key's edits when it began: what comes for other credentials, or from another address, is not theirs. */
  readonly edits: number;
  intervalMs: number;
  cancel: () => void;
}

/** RFC 8628 section 3.5: after `slow_down` each pause is this much longer. */
const slowDownMs = 5_000;

/** Signs in with a code that the user enters on another page: the device authorization grant (RFC 8628). */
export class SignIn {
  readonly #needs: Needs;
  readonly #runs = new Map<KeyId, SignInRun>();
  /** The last beginning for each key, until it is cancelled. */
  readonly #begun = new Map<KeyId, object>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Asks for a code and waits, in the background, until the user has entered it. */
  async begin(id: KeyId): Promise<Result<void>> {
    this.cancel(id);
    const { ports, state } = this.#needs;
    const mine = {};
    this.#begun.set(id, mine);
    const edits = state.value.keys.get(id)?.edits ?? 0;
    const stored = await storedInputs(this.#needs, id);
    if (!stored.ok) return stored;
    const { preset, inputs } = stored.value;
    if (preset.keyKind !== 'exchange' || preset.signIn === undefined) return fail('presetNotFound');
    const prepared = await callValues(ports, preset, inputs, null);
    if (!prepared.ok) return prepared;
    const values = new Map([...inputValues(preset, inputs), ...prepared.value]);
    const built = buildCall(preset.signIn.start, preset, inputs, values, 'answer');
    if (!built.ok) return built;
    if (built.value === null) return fail('unusableAnswer', { step: 'discover', reason: 'noDeviceEndpoint' });
    const askedAtMs = ports.clock.nowMs();
    const sent = await ports.http.send(built.value);
    if (!sent.ok) return sent;
    const context = this.#context(built.value, inputs, values);
    const authorization = readDeviceAuthorization(preset.signIn.start, sent.value, askedAtMs, context);
    if (!authorization.ok) return authorization;
    if (this.#begun.get(id) !== mine) return fail('cancelled', { step: 'answer' });
    const { userCode, verificationUri, expiresAtMs, intervalMs } = authorization.value;
    values.set('outputs.device_code', authorization.value.deviceCode.reveal());
    const run: SignInRun = {
      id,
      preset: { ...preset, signIn: preset.signIn },
      inputs,
      values,
      authorization: authorization.value,
      edits,
      intervalMs,
      cancel: () => {},
    };
    this.#runs.set(id, run);
    const signIns = new Map(state.value.signIns).set(id, { userCode, verificationUri, expiresAtMs });
    state.change({ signIns });
    this.#pollLater(run);
    return ok(undefined);
  }

  /** Gives up waiting. */
  cancel(id: KeyId): void {
    const { state } = this.#needs;
    this.#begun.delete(id);
    this.#runs.get(id)?.cancel();
    this.#runs.delete(id);
    if (!state.value.signIns.has(id)) return;
    const signIns = new Map(state.value.signIns);
    signIns.delete(id);
    state.change({ signIns });
  }

  /** Gives up waiting for all. */
  stop(): void {
    for (const id of [...this.#begun.keys()]) this.cancel(id);
  }

  /** The page on which the code of a running sign-in is entered, or null. */
  pageOf(id: KeyId): string | null {
    return this.#runs.get(id)?.authorization.verificationUri ?? null;
  }

  #pollLater(run: SignInRun): void {
    run.cancel = this.#needs.timer.after(run.intervalMs, () => void this.#poll(run));
  }

  async #poll(run: SignInRun): Promise<void> {
    const { ports } = this.#needs;
    const { preset, inputs, values } = run;
    if (this.#isOver(run)) return;
    if (ports.clock.nowMs() >= run.authorization.expiresAtMs)
      return this.#end(run, { kind: 'signInNeeded', reason: 'codeExpired' });
    const call = { ...preset.signIn.start, request: preset.signIn.poll };
    const built = buildCall(call, preset, inputs, values, 'answer');
    if (!built.ok || built.value === null)
      return this.#end(run, built.ok ? { kind: 'internal' } : built.failure);
    const obtainedAtMs = ports.clock.nowMs();
    const sent = await ports.http.send(built.value);
    if (this.#isOver(run)) return;
    // A connection that broke is no answer; RFC 8628 section 3.5 asks for longer pauses then.
    const waiting = sent.ok ? waitingFor(sent.value) : 'slow_down';
    if (waiting === 'slow_down') this.#slowDown(run);
    else if (waiting !== null) this.#pollLater(run);
    else if (sent.ok)
      await this.#finish(run, sent.value, obtainedAtMs, this.#context(built.value, inputs, values));
  }

  #slowDown(run: SignInRun): void {
    run.intervalMs += slowDownMs;
    this.#pollLater(run);
  }

  /** Cancelled, begun anew, or of a key that was deleted or got other credentials meanwhile. */
  #isOver(run: SignInRun): boolean {
    if (this.#runs.get(run.id) !== run) return true;
    const isStale = this.#needs.state.value.keys.get(run.id)?.edits !== run.edits;
    if (isStale) this.cancel(run.id);
    return isStale;
  }

  async #finish(
    run: SignInRun,
    answer: HttpAnswer,
    obtainedAtMs: number,
    context: AnswerContext,
  ): Promise<void> {
    const { id, preset, inputs } = run;
    const token = readTokenAnswer(preset, inputs.fields, answer, obtainedAtMs, context);
    const kind = token.ok ? null : token.failure.kind;
    const mayPass = kind === 'serviceFailed' || kind === 'rateLimited';
    if (mayPass) return this.#slowDown(run);
    if (!token.ok) return this.#end(run, signInFailure(token.failure));
    const field = preset.exchange.answer.refreshToken?.field;
    const refreshToken = refreshTokenIn(preset, answer);
    const renewedSecrets = field === undefined || refreshToken === null ? {} : { [field]: refreshToken };
    const exchanged = { token: token.value, at: momentOf(this.#needs.ports.clock), renewedSecrets };
    const adopted = await this.#needs.freshToken.adopt(id, exchanged, run.edits);
    if (adopted.ok) {
      this.#needs.log.write('key.signedIn', { keyId: id });
      this.#needs.activity.record('signedIn', id, { actor: 'window' });
    }
    this.cancel(id);
  }

  /** Says why a key still has to be signed in. One that works goes on, whatever came of another sign-in. */
  #end({ id }: SignInRun, failure: Failure): void {
    const { state } = this.#needs;
    this.cancel(id);
    if (state.value.keys.get(id)?.failure?.kind === 'signInNeeded') state.changeKey(id, { failure });
  }

  #context(request: HttpRequest, inputs: KeyInputs, values: ReadonlyMap<string, string>): AnswerContext {
    return {
      host: shownAddress(request.url).host,
      step: 'answer',
      secrets: sentSecrets(inputs, request, values),
      receivedAtMs: this.#needs.ports.clock.nowMs(),
    };
  }
}

/** RFC 8628 section 3.5: the user said no, or waited too long. */
function signInFailure(failure: Failure): Failure {
  const reasons: Readonly<Record<string, string>> = {
    access_denied: 'signInDenied',
    expired_token: 'codeExpired',
  };
  const reason = reasons[failure.providerCode ?? ''];
  return reason === undefined ? failure : { ...failure, kind: 'signInNeeded', reason };
}
