import type { ActivityRecorder } from '#core/activity';
import { type KeyId, unused } from '#core/api-key';
import { type Asker, whyNotAsked } from '#core/asking';
import { momentOf } from '#core/clock-change';
import { fail, ok, type Result } from '#core/failure';
import { isKeyExpired, type KeyState } from '#core/key-state';
import type { Clock, Log, Random } from '#core/ports';
import { inDoubt } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import { factsOf, isHandOutFresh, type Token } from '#core/token';
import { type AppState, isAtRest } from './app-state.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { Exchanged } from './exchange-key.ts';
import { type HeldTokens, tokenToHold } from './held-tokens.ts';
import type { KeyStorage } from './key-storage.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import { settleFailure } from './settle-failure.ts';

/** A token that may be used now. */
export interface HandOut {
  readonly token: Secret;
  readonly expiresAtMs: number | null;
}

/** What hand-outs and renewals need. */
export interface FreshTokenNeeds {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly refreshTokens: RefreshTokens;
  readonly activity: ActivityRecorder;
  readonly held: HeldTokens;
  readonly watch: ClockWatch;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Asks the provider (app/exchange-stored-key.ts, bound to the network). */
  readonly ask: (state: KeyState, neededAtMs: () => number) => Promise<Result<Exchanged>>;
}

/** An exchange that runs. Who joins it may be in more of a hurry than who began it. */
interface Running {
  readonly token: Promise<Result<Token>>;
  isUrgent: boolean;
}

/** That a token was handed out is noted this often. */
const handOutNotedMs = 3_600_000;

/**
 * Hands out tokens and renews them. Window, tray, scheduler and later the agent all come here, and per key at most one
 * exchange is in flight: whoever asks meanwhile gets its result.
 */
export class FreshToken {
  readonly #needs: FreshTokenNeeds;
  readonly #running = new Map<KeyId, Running>();

  constructor(needs: FreshTokenNeeds) {
    this.#needs = needs;
  }

  /** Takes over tokens that the vault kept. */
  restore(tokens: ReadonlyMap<KeyId, Token>): void {
    for (const [id, token] of tokens) this.#needs.held.put(id, token);
  }

  /** Forgets the token of a key that was deleted or got other credentials. */
  forget(id: KeyId): void {
    this.#needs.held.forget(id);
  }

  /** Forgets all tokens: the vault was locked. */
  forgetAll(): void {
    this.#needs.held.clear();
  }

  /** The token that is held now, however much of it is left. */
  current(id: KeyId): Token | null {
    return this.#needs.held.get(id);
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
      if (kept.ok) await this.#accept(id, exchanged);
      else await settleFailure(this.#needs, keyState, kept.failure);
      return kept.ok ? ok(undefined) : kept;
    });
  }

  /** Forgets a token that was revoked, unless another one came meanwhile. The next is fetched when somebody needs it. */
  async drop(id: KeyId, revoked: Token): Promise<Result<void>> {
    if (this.current(id)?.value.reveal() !== revoked.value.reveal()) return ok(undefined);
    this.forget(id);
    const { state, storage } = this.#needs;
    const use = { waitsForUse: true };
    state.changeKey(id, { token: null });
    state.changeUse(id, use);
    return storage.removeToken(id, use);
  }

  /**
   * A token with the promised validity left; waits for an exchange where the stored one is too old. Never an expired
   * one. A refused key is not asked again: see {@link renew}. SECURITY: nothing leaves a locked vault, also what was asked for
   * before. Failures besides: vaultLocked.
   *
   * @param by decides how soon after a failure the provider is asked again (docs/rules-and-findings.md, P11)
   */
  async handOut(id: KeyId, by: Asker): Promise<Result<HandOut>> {
    const isLocked = () => this.#needs.state.value.vault.state === 'locked';
    if (isLocked()) return fail('vaultLocked');
    const handedOut = await this.handOutInside(id, by);
    return isLocked() ? fail('vaultLocked') : handedOut;
  }

  /**
   * The same for a key that draws from this one, also behind the lock.
   *
   * @param by decides how soon after a failure the provider is asked again (docs/rules-and-findings.md, P11)
   */
  async handOutInside(id: KeyId, by: Asker): Promise<Result<HandOut>> {
    this.#needs.watch.look();
    this.#noteUse(id);
    const cached = this.#usable(id);
    if (cached !== null) return ok(cached);
    const known = whyNotAsked(this.#needs.state.value.keys.get(id), by, this.#needs.clock.nowMs());
    if (known !== null) return { ok: false, failure: known };
    const renewed = await this.renew(id, by !== 'loop');
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
    const joined = this.#running.get(id);
    if (joined !== undefined) {
      joined.isUrgent ||= isUrgent;
      return joined.token;
    }
    const neededAtMs = () => (running.isUrgent ? 0 : (this.current(id)?.expiresAtMs ?? 1));
    const work = () => this.#exchangeOnce(id, neededAtMs);
    const token = this.#needs.refreshTokens.inTurn(id, work).finally(() => this.#running.delete(id));
    const running: Running = { token, isUrgent };
    this.#running.set(id, running);
    return token;
  }

  /** Keys that are used are renewed in time. A failed write costs only that, so nobody waits for it. */
  #noteUse(id: KeyId): void {
    const { state, storage, clock } = this.#needs;
    const keyState = state.value.keys.get(id);
    const notedAtMs = keyState?.use.lastHandedOutAtMs ?? 0;
    const nowMs = clock.nowMs();
    if (keyState === undefined || Math.abs(nowMs - notedAtMs) < handOutNotedMs) return;
    state.changeUse(id, { lastHandedOutAtMs: nowMs });
    void storage.saveUse(id, { lastHandedOutAtMs: nowMs });
  }

  #usable(id: KeyId): HandOut | null {
    const keyState = this.#needs.state.value.keys.get(id);
    const token = this.current(id);
    if (keyState === undefined || token === null) return null;
    const fresh = isHandOutFresh(token, keyState.key.minimumValidityMs, this.#needs.clock.nowMs());
    return fresh ? { token: token.value, expiresAtMs: token.expiresAtMs } : null;
  }

  async #exchangeOnce(id: KeyId, neededAtMs: () => number): Promise<Result<Token>> {
    const { state, activity, watch, clock, log } = this.#needs;
    const before = state.value.keys.get(id);
    if (isAtRest(state.value)) return fail('vaultLocked');
    if (before === undefined) return fail('keyNotFound');
    if (isKeyExpired(before.key, clock.nowMs()) && before.isStatic) return fail('keyExpired');
    state.changeKey(id, { exchanging: true });
    const answer = await this.#needs.ask(before, neededAtMs);
    watch.look();
    const now = state.value.keys.get(id);
    if (now === undefined) return fail('keyNotFound');
    // The key was edited while the provider thought: an answer to old credentials is dropped.
    const isInDoubt = !answer.ok && answer.failure.reason === inDoubt.reason;
    if (now.edits !== before.edits && !isInDoubt) {
      state.changeKey(id, { exchanging: false });
      return this.#exchangeOnce(id, neededAtMs);
    }
    log.write(answer.ok ? 'token.issued' : 'token.failed', {
      keyId: id,
      kind: answer.ok ? null : answer.failure.kind,
    });
    if (answer.ok) return ok(await this.#accept(id, answer.value));
    activity.record('failed', id, { failure: answer.failure });
    await settleFailure(this.#needs, now, answer.failure);
    return answer;
  }

  /** A static key is itself the token: that it was read is no event. */
  #note(id: KeyId, { obtainedAtMs, expiresAtMs }: Token): void {
    const { state, activity } = this.#needs;
    if (state.value.keys.get(id)?.isStatic !== false) return;
    activity.record(this.current(id) === null ? 'issued' : 'refreshed', id, { obtainedAtMs, expiresAtMs });
  }

  async #accept(id: KeyId, exchanged: Exchanged): Promise<Token> {
    const { state, storage, held, watch, clock, log } = this.#needs;
    // What is held already is shifted now, so that this token is not shifted with it a second time.
    watch.look();
    const before = state.value.keys.get(id);
    const token = tokenToHold(exchanged, before?.use.learnedLifetimeMs ?? null, momentOf(clock));
    this.#note(id, token);
    held.put(id, token);
    const settled = { exchanging: false, failure: null, failures: 0, retry: null };
    const use = { refusedAtMs: null, waitsForUse: false, serviceFailures: 0 };
    state.changeKey(id, { ...settled, use: { ...(before?.use ?? unused), ...use }, token: factsOf(token) });
    const stored = await storage.saveToken(id, token, use);
    // The token is good whether or not the disk took it: it lives in memory, and the next start fetches another.
    if (!stored.ok) log.write('token.notStored', { keyId: id, kind: stored.failure.kind });
    return token;
  }
}
