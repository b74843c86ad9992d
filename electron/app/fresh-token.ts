import type { ActivityRecorder } from '#core/activity';
import type { KeyId } from '#core/api-key';
import { type Failure, fail, ok, type Result } from '#core/failure';
import { isKeyExpired, type KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import { inDoubt } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import { factsOf, isGuessed, isHandOutFresh, type Token } from '#core/token';
import type { AppState } from './app-state.ts';
import type { Exchanged } from './exchange-key.ts';
import type { KeyStorage } from './key-storage.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import { settleFailure } from './settle-failure.ts';

/** A token that may be used now. */
export interface HandOut {
  readonly token: Secret;
  readonly expiresAtMs: number | null;
}

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly refreshTokens: RefreshTokens;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Asks the provider (app/exchange-key.ts, bound to the network). */
  readonly exchange: (
    state: KeyState,
    secrets: Readonly<Record<string, Secret>>,
    isUrgent: boolean,
  ) => Promise<Result<Exchanged>>;
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

  /** The token that is held now, however much of it is left. */
  current(id: KeyId): Token | null {
    return this.#tokens.get(id) ?? null;
  }

  /**
   * Takes over what a sign-in gave. Failures: keyNotFound, cancelled, vaultDamaged, vaultWriteFailed.
   *
   * @param edits of the key when the sign-in began. SECURITY: a refresh token stays with the address that gave it, also
   *   when the key was edited while this waited for its turn.
   */
  adopt(id: KeyId, exchanged: Exchanged, edits: number): Promise<Result<void>> {
    const { state, storage, refreshTokens } = this.#needs;
    const isEdited = () => state.value.keys.get(id)?.edits !== edits;
    return refreshTokens.inTurn(id, async () => {
      const before = await storage.readSecrets(id);
      if (!before.ok) return before;
      const keyState = state.value.keys.get(id);
      if (keyState === undefined) return fail('keyNotFound');
      if (isEdited()) return fail('cancelled', { step: 'answer' });
      const hasNew = Object.keys(exchanged.renewedSecrets).length > 0;
      const kept = hasNew ? await refreshTokens.keep(id, before.value, exchanged, edits) : ok(exchanged);
      if (isEdited()) return fail('cancelled', { step: 'answer' });
      if (kept.ok) await this.#accept(id, exchanged.token);
      else await settleFailure(this.#needs, keyState, kept.failure);
      return kept.ok ? ok(undefined) : kept;
    });
  }

  /** Forgets a token that was revoked, unless another one came meanwhile. The next is fetched when somebody needs it. */
  async drop(id: KeyId, revoked: Token): Promise<Result<void>> {
    if (this.#tokens.get(id)?.value.reveal() !== revoked.value.reveal()) return ok(undefined);
    this.#tokens.delete(id);
    this.#needs.state.changeKey(id, { token: null, waitsForUse: true });
    return this.#needs.storage.removeToken(id);
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
    const work = () => this.#exchangeOnce(id, isUrgent);
    const started = this.#needs.refreshTokens.inTurn(id, work).finally(() => this.#inFlight.delete(id));
    this.#inFlight.set(id, started);
    return started;
  }

  /** Why asking now is of no use: the provider refused the key, or asked for a pause that is not over. */
  #knownFailure(id: KeyId): Failure | null {
    const keyState = this.#needs.state.value.keys.get(id);
    if (keyState === undefined) return null;
    const { use, failure, retry } = keyState;
    if (use.refusedAtMs !== null) return failure ?? { kind: 'refused' };
    if (failure?.kind === 'signInNeeded' && !keyState.exchanging) return failure;
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
    const { state, activity, clock, log } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    if (isKeyExpired(before.key, clock.nowMs()) && before.isStatic) return fail('keyExpired');
    state.changeKey(id, { exchanging: true });
    const answer = await this.#exchange(before, isUrgent);
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    // The key was edited while the provider thought: an answer to old credentials is dropped.
    const isInDoubt = !answer.ok && answer.failure.reason === inDoubt.reason;
    if (now.edits !== before.edits && !isInDoubt) {
      state.changeKey(id, { exchanging: false });
      return this.#exchangeOnce(id, isUrgent);
    }
    log.write(answer.ok ? 'token.issued' : 'token.failed', {
      keyId: id,
      kind: answer.ok ? null : answer.failure.kind,
    });
    if (answer.ok) return ok(await this.#accept(id, answer.value.token));
    activity.record('failed', id, { failure: answer.failure });
    await settleFailure(this.#needs, now, answer.failure);
    return answer;
  }

  async #exchange(keyState: KeyState, isUrgent: boolean): Promise<Result<Exchanged>> {
    const { storage, refreshTokens } = this.#needs;
    const { id } = keyState.key;
    const settled = await refreshTokens.settle(id);
    if (!settled.ok) return settled;
    if (settled.value !== null) return ok(settled.value);
    const secrets = await storage.readSecrets(id);
    if (!secrets.ok) return secrets;
    const ask = () => this.#ask(keyState, secrets.value, isUrgent);
    return refreshTokens.exchange(id, secrets.value, keyState.edits, ask);
  }

  /** A fault of our own must not leave a key "refreshing" for ever: it becomes a failure like any other. */
  async #ask(
    keyState: KeyState,
    secrets: Readonly<Record<string, Secret>>,
    isUrgent: boolean,
  ): Promise<Result<Exchanged>> {
    const { exchange, log } = this.#needs;
    const id = keyState.key.id;
    try {
      const answer = await exchange(keyState, secrets, isUrgent);
      const isOld = answer.ok && this.#isNothingNew(id, answer.value);
      return isOld ? fail('unusableAnswer', { step: 'token', reason: 'sameTokenAgain' }) : answer;
    } catch (error) {
      log.write('exchange.threw', { keyId: id, error: error instanceof Error ? error.name : '' });
      return fail('internal');
    }
  }

  /** A static key is itself the token: that it was read is no event. */
  #note(id: KeyId, { obtainedAtMs, expiresAtMs }: Token): void {
    const { state, activity } = this.#needs;
    if (state.value.keys.get(id)?.isStatic !== false) return;
    activity.record(this.#tokens.has(id) ? 'refreshed' : 'issued', id, { obtainedAtMs, expiresAtMs });
  }

  async #accept(id: KeyId, token: Token): Promise<Token> {
    const { state, storage, log } = this.#needs;
    this.#note(id, token);
    this.#tokens.set(id, token);
    const settled = { exchanging: false, failure: null, failures: 0, retry: null, waitsForUse: false };
    state.changeKey(id, { ...settled, token: factsOf(token) });
    state.changeUse(id, { refusedAtMs: null });
    const stored = await storage.saveToken(id, token, { refusedAtMs: null });
    // The token is good whether or not the disk took it: it lives in memory, and the next start fetches another.
    if (!stored.ok) log.write('token.notStored', { keyId: id, kind: stored.failure.kind });
    return token;
  }

  /**
   * A service that hands out a cached token again and no longer says how long it lives does not make it live longer: what
   * it said before still holds, and nothing was gained.
   */
  #isNothingNew(id: KeyId, { token, renewedSecrets }: Exchanged): boolean {
    if (Object.keys(renewedSecrets).length > 0) return false;
    const held = this.#tokens.get(id);
    if (held === undefined || held.value.reveal() !== token.value.reveal()) return false;
    return !isGuessed(held.lifetimeSource) && isGuessed(token.lifetimeSource);
  }
}
