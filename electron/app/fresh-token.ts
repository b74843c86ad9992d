import type { KeyId } from '#core/api-key';
import { type Failure, type FailureKind, fail, ok, type Result } from '#core/failure';
import { isKeyExpired, type KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import { backOffMs } from '#core/refresh-policy';
import type { Secret } from '#core/secret';
import { factsOf, isGuessed, isHandOutFresh, type Token } from '#core/token';
import type { AppState } from './app-state.ts';
import type { KeyStorage } from './key-storage.ts';

/** A token that may be used now. */
export interface HandOut {
  readonly token: Secret;
  readonly expiresAtMs: number | null;
}

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Asks the provider (app/exchange-key.ts, bound to the network). */
  readonly exchange: (
    state: KeyState,
    secrets: Readonly<Record<string, Secret>>,
    isUrgent: boolean,
  ) => Promise<Result<Token>>;
}

/**
 * Hands out tokens and renews them. Window, tray, scheduler and later the agent all come here, and per key at most one
 * exchange is in flight: whoever asks meanwhile gets its result.
 */
export class FreshToken {
  readonly #needs: Needs;
  /** Token values of this session; state holds the facts without them. */
  readonly #tokens = new Map<KeyId, Token>();
  readonly #inFlight = new Map<KeyId, Promise<Result<Token>>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes over tokens that the vault kept. */
  restore(tokens: ReadonlyMap<KeyId, Token>): void {
    for (const [id, token] of tokens) this.#tokens.set(id, token);
  }

  /** Forgets the token of a key that was deleted or got other credentials. */
  forget(id: KeyId): void {
    this.#tokens.delete(id);
  }

  /**
   * A token with the promised validity left; waits for an exchange where the stored one is too old. Never an expired
   * one. A refused key is not asked again: see {@link renew}.
   */
  async handOut(id: KeyId): Promise<Result<HandOut>> {
    const cached = this.#usable(id);
    if (cached !== null) return ok(cached);
    const known = this.#knownFailure(id);
    if (known !== null) return { ok: false, failure: known };
    const renewed = await this.renew(id, true);
    if (!renewed.ok) return renewed;
    const fresh = this.#usable(id);
    return fresh === null ? fail('unusableAnswer', { step: 'token', reason: 'expiredOnArrival' }) : ok(fresh);
  }

  /**
   * Asks the provider now, also for a refused key (that is the user's retry), or joins the request in flight.
   *
   * @param isUrgent somebody waits: this request goes before those of the refresh loop to the same host
   */
  renew(id: KeyId, isUrgent = false): Promise<Result<Token>> {
    const running = this.#inFlight.get(id);
    if (running !== undefined) return running;
    const started = this.#exchangeOnce(id, isUrgent).finally(() => this.#inFlight.delete(id));
    this.#inFlight.set(id, started);
    return started;
  }

  /** Why asking now is of no use: the provider refused the key, or asked for a pause that is not over. */
  #knownFailure(id: KeyId): Failure | null {
    const keyState = this.#needs.state.value.keys.get(id);
    if (keyState === undefined) return null;
    const { use, failure, retry } = keyState;
    if (use.refusedAtMs !== null) return failure ?? { kind: 'refused' };
    const mustWait =
      failure?.kind === 'rateLimited' && retry !== null && retry.atMs > this.#needs.clock.nowMs();
    return mustWait ? failure : null;
  }

  #usable(id: KeyId): HandOut | null {
    const keyState = this.#needs.state.value.keys.get(id);
    const token = this.#tokens.get(id);
    if (keyState === undefined || token === undefined) return null;
    const fresh = isHandOutFresh(token, keyState.key.minimumValidityMs, this.#needs.clock.nowMs());
    return fresh ? { token: token.value, expiresAtMs: token.expiresAtMs } : null;
  }

  async #exchangeOnce(id: KeyId, isUrgent: boolean): Promise<Result<Token>> {
    const { state, clock, log } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    if (isKeyExpired(before.key, clock.nowMs()) && before.isStatic) return fail('keyExpired');
    state.changeKey(id, { exchanging: true });
    const answer = await this.#ask(before, isUrgent);
    // The key may have been edited or deleted while the provider thought: an answer to old credentials is dropped.
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    if (now.edits !== before.edits) {
      state.changeKey(id, { exchanging: false });
      return this.#exchangeOnce(id, isUrgent);
    }
    log.write(answer.ok ? 'token.issued' : 'token.failed', {
      keyId: id,
      kind: answer.ok ? null : answer.failure.kind,
    });
    await (answer.ok ? this.#accept(id, answer.value) : this.#refuse(now, answer.failure));
    return answer;
  }

  /** A fault of our own must not leave a key "refreshing" for ever: it becomes a failure like any other. */
  async #ask(keyState: KeyState, isUrgent: boolean): Promise<Result<Token>> {
    const { storage, exchange, log } = this.#needs;
    try {
      const secrets = await storage.readSecrets(keyState.key.id);
      if (!secrets.ok) return secrets;
      const answer = await exchange(keyState, secrets.value, isUrgent);
      const isOld = answer.ok && this.#isNothingNew(keyState.key.id, answer.value);
      return isOld ? fail('unusableAnswer', { step: 'token', reason: 'sameTokenAgain' }) : answer;
    } catch (error) {
      log.write('exchange.threw', {
        keyId: keyState.key.id,
        error: error instanceof Error ? error.name : '',
      });
      return fail('internal');
    }
  }

  async #accept(id: KeyId, token: Token): Promise<void> {
    const { state, storage, log } = this.#needs;
    const facts = factsOf(token);
    const use = { lastCopiedAtMs: state.value.keys.get(id)?.use.lastCopiedAtMs ?? null, refusedAtMs: null };
    this.#tokens.set(id, token);
    state.changeKey(id, {
      use,
      token: facts,
      exchanging: false,
      failure: null,
      failures: 0,
      retry: null,
    });
    const stored = await storage.saveToken(id, token, use);
    // The token is good whether or not the disk took it: it lives in memory, and the next start fetches another.
    if (!stored.ok) log.write('token.notStored', { keyId: id, kind: stored.failure.kind });
  }

  /**
   * A service that hands out a cached token again and no longer says how long it lives does not make it live longer: what
   * it said before still holds, and nothing was gained.
   */
  #isNothingNew(id: KeyId, token: Token): boolean {
    const held = this.#tokens.get(id);
    if (held === undefined || held.value.reveal() !== token.value.reveal()) return false;
    return !isGuessed(held.lifetimeSource) && isGuessed(token.lifetimeSource);
  }

  async #refuse(keyState: KeyState, failure: Failure): Promise<void> {
    const { state, storage, clock, random } = this.#needs;
    const id = keyState.key.id;
    const failures = keyState.failures + 1;
    const ended = { exchanging: false, failure, failures };
    if (failure.kind === 'refused') {
      const use = { ...keyState.use, refusedAtMs: clock.nowMs() };
      state.changeKey(id, { ...ended, use, retry: null });
      await storage.saveUse(id, use);
    } else if (needsAnEdit(failure.kind)) {
      state.changeKey(id, { ...ended, retry: null });
    } else {
      const waitMs = backOffMs(failures, random.fraction(), failure.retryAfterMs);
      const failedAtMs = clock.nowMs();
      state.changeKey(id, { ...ended, retry: { failedAtMs, atMs: failedAtMs + waitMs } });
    }
  }
}

/**
 * Failures that asking again cannot mend; the user has to change the key first. Not among them: redirects and untrusted
 * certificates, which a hotel network shows for an hour and which mend themselves.
 */
function needsAnEdit(kind: FailureKind): boolean {
  return (
    kind === 'keyExpired' ||
    kind === 'invalidInput' ||
    kind === 'addressRefused' ||
    kind === 'presetNotFound' ||
    kind === 'vaultDamaged'
  );
}
