import type { KeyId } from '#core/api-key';
import { type Failure, fail, ok, type Result } from '#core/failure';
import { isKeyExpired, type KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import { keyUseAfterAnswer, keyUseBeforeSending } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import { factsOf, isGuessed, isHandOutFresh, type Token } from '#core/token';
import type { AppState } from './app-state.ts';
import type { Exchanged } from './exchange-key.ts';
import type { KeyStorage } from './key-storage.ts';
import { settleFailure } from './settle-failure.ts';

type Secrets = Readonly<Record<string, Secret>>;

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
  ) => Promise<Result<Exchanged>>;
  /** Whether a key's exchange sends a refresh token that the service may replace. */
  readonly sendsRefreshToken: (state: KeyState) => boolean;
}

/**
 * Hands out tokens and renews them. Window, tray, scheduler and later the agent all come here, and per key at most one
 * exchange is in flight: whoever asks meanwhile gets its result.
 */
export class FreshToken {
  readonly #needs: Needs;
  /** Token values of this session; state holds the facts without them. */
  readonly #tokens = new Map<KeyId, Token>();
  /** Exchanges whose renewed secrets the disk did not take yet: they must not get lost, and are not used before. */
  readonly #unsaved = new Map<KeyId, Exchanged>();
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
    this.#unsaved.delete(id);
  }

  /** The token that is held now, however much of it is left. */
  current(id: KeyId): Token | null {
    return this.#tokens.get(id) ?? null;
  }

  /** Takes over what a sign-in gave. Failures: keyNotFound, vaultWriteFailed. */
  async adopt(id: KeyId, exchanged: Exchanged): Promise<Result<void>> {
    const keyState = this.#needs.state.value.keys.get(id);
    if (keyState === undefined) return fail('keyNotFound');
    const accepted = await this.#accept(keyState, exchanged, {});
    return accepted.ok ? ok(undefined) : accepted;
  }

  /** Forgets a token that its provider no longer accepts; another is fetched when the time has come. */
  async drop(id: KeyId): Promise<Result<void>> {
    this.#tokens.delete(id);
    this.#needs.state.changeKey(id, { token: null });
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
    const { state, clock, log } = this.#needs;
    const before = state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    if (isKeyExpired(before.key, clock.nowMs()) && before.isStatic) return fail('keyExpired');
    state.changeKey(id, { exchanging: true });
    const sent = await this.#secretsToSend(before);
    const answer = sent.ok ? await this.#ask(before, sent.value, isUrgent) : sent;
    // The key may have been edited or deleted while the provider thought: an answer to old credentials is dropped.
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    if (now.edits !== before.edits) {
      if (answer.ok && sent.ok)
        await this.#needs.storage.renewSecrets(id, sent.value, answer.value.renewedSecrets);
      state.changeKey(id, { exchanging: false });
      return this.#exchangeOnce(id, isUrgent);
    }
    log.write(answer.ok ? 'token.issued' : 'token.failed', {
      keyId: id,
      kind: answer.ok ? null : answer.failure.kind,
    });
    const accepted = answer.ok && sent.ok ? await this.#accept(now, answer.value, sent.value) : answer;
    if (accepted.ok) return ok(accepted.value.token);
    await settleFailure(this.#needs, now, accepted.failure, this.#unsaved.has(id));
    return accepted;
  }

  /**
   * The secrets of one exchange. Where a refresh token is among them that the service may replace, it is stored first that
   * it was sent: a crash between answer and storage must not lead to a second use.
   */
  async #secretsToSend(keyState: KeyState): Promise<Result<Secrets>> {
    const { state, storage, clock, sendsRefreshToken } = this.#needs;
    const { key, use } = keyState;
    if (sendsRefreshToken(keyState) && !use.keepsRefreshToken && !this.#unsaved.has(key.id)) {
      const marked = keyUseBeforeSending(use, clock.nowMs());
      const stored = await storage.saveUse(key.id, marked);
      if (!stored.ok) return stored;
      state.changeKey(key.id, { use: marked });
    }
    return storage.readSecrets(key.id);
  }

  /** A fault of our own must not leave a key "refreshing" for ever: it becomes a failure like any other. */
  async #ask(keyState: KeyState, secrets: Secrets, isUrgent: boolean): Promise<Result<Exchanged>> {
    const { exchange, log } = this.#needs;
    const id = keyState.key.id;
    const unsaved = this.#unsaved.get(id);
    if (unsaved !== undefined) return ok(unsaved);
    try {
      const answer = await exchange(keyState, secrets, isUrgent);
      const isOld = answer.ok && this.#isNothingNew(id, answer.value);
      return isOld ? fail('unusableAnswer', { step: 'token', reason: 'sameTokenAgain' }) : answer;
    } catch (error) {
      log.write('exchange.threw', { keyId: id, error: error instanceof Error ? error.name : '' });
      return fail('internal');
    }
  }

  /** A replaced refresh token is durable before the access token that came with it is used. Failure: vaultWriteFailed. */
  async #accept({ key }: KeyState, exchanged: Exchanged, sent: Secrets): Promise<Result<Exchanged>> {
    const { state, storage, log } = this.#needs;
    const { token, renewedSecrets } = exchanged;
    const id = key.id;
    const renewed = Object.entries(renewedSecrets);
    const isReplaced = renewed.some(([field, secret]) => secret.reveal() !== sent[field]?.reveal());
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    const use = keyUseAfterAnswer(now.use, this.#needs.sendsRefreshToken(now) ? isReplaced : null);
    if (isReplaced) {
      const stored = await storage.saveToken(id, token, use, renewedSecrets);
      if (!stored.ok) {
        this.#unsaved.set(id, exchanged);
        return stored;
      }
      this.#unsaved.delete(id);
    }
    this.#tokens.set(id, token);
    const settled = { exchanging: false, failure: null, failures: 0, retry: null };
    state.changeKey(id, { ...settled, use, token: factsOf(token) });
    if (isReplaced) return ok(exchanged);
    const stored = await storage.saveToken(id, token, use, {});
    // The token is good whether or not the disk took it: it lives in memory, and the next start fetches another.
    if (!stored.ok) log.write('token.notStored', { keyId: id, kind: stored.failure.kind });
    return ok(exchanged);
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
