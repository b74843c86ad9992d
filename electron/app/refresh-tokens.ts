import type { KeyDraft } from '#contract/calls';
import type { KeyId, KeyUse } from '#core/api-key';
import { type Failure, fail, ok, type Result } from '#core/failure';
import type { KeyState } from '#core/key-state';
import type { Clock } from '#core/ports';
import type { Preset } from '#core/providers/preset';
import { inDoubt, mayBeUsedUp } from '#core/refresh-token-use';
import type { Secret } from '#core/secret';
import type { AppState } from './app-state.ts';
import type { Exchanged } from './exchange-key.ts';
import type { KeyStorage } from './key-storage.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';
import type { UnfinishedWork } from './unfinished-work.ts';

type Secrets = Readonly<Record<string, Secret>>;

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly clock: Clock;
  readonly unfinished: UnfinishedWork;
  readonly renewed: RenewedSecrets;
}

/** An exchange whose renewed secrets the disk did not take: they must not get lost. */
interface Unsaved {
  readonly sent: Secrets;
  readonly exchanged: Exchanged;
  /** The key's edits then; null when it was not made with what is stored of the key. */
  readonly edits: number | null;
}

/**
 * Keeps refresh tokens from being lost or used twice, whoever sends them: a renewal, a test, a look-up. That one is sent is
 * stored before, and what came for it is stored before the access token is used (RFC 9700 section 4.14.2).
 */
export class RefreshTokens {
  readonly #needs: Needs;
  readonly #unsaved = new Map<KeyId, Unsaved>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Does one work at a time that sends the secrets of a key. */
  inTurn<T>(id: KeyId, work: () => Promise<T>): Promise<T> {
    return this.#inTurn(id, work);
  }

  /** Does one work at a time with the refresh token that a form holds: what is saved waits for the test that sends it. */
  inTurnOf<T>(preset: Preset | null, draft: KeyDraft, work: () => Promise<T>): Promise<T> {
    const entered = draft.fields[refreshField(preset) ?? '']?.trim() ?? '';
    return entered === '' ? work() : this.#inTurn(`entered: ${entered}`, work);
  }

  #inTurn<T>(what: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#turns.get(what) ?? Promise.resolve()).then(work);
    const ended = done
      .catch(() => {})
      .then(() => {
        if (this.#turns.get(what) === ended) this.#turns.delete(what);
      });
    this.#turns.set(what, ended);
    return done;
  }

  /**
   * Stores what the disk did not take before; to be done before the secrets of a key are read. Gives the exchange that
   * waited for it, or null. Failure: vaultWriteFailed.
   */
  async settle(id: KeyId): Promise<Result<Exchanged | null>> {
    const unsaved = this.#unsaved.get(id);
    if (unsaved === undefined) return ok(null);
    const { sent, exchanged, edits } = unsaved;
    const kept = await this.keep(id, sent, exchanged, edits);
    if (!kept.ok) return kept;
    return ok(edits === this.#needs.state.value.keys.get(id)?.edits ? exchanged : null);
  }

  /** Stores what the disk, or a locked vault, did not take before. What still cannot be stored is kept. */
  async settleAll(): Promise<void> {
    for (const id of this.#unsaved.keys()) await this.settle(id);
  }

  /**
   * Makes one exchange with secrets of a stored key. Failures: those of `ask`, vaultWriteFailed, and signInNeeded
   * (refreshTokenInDoubt) where nobody knows whether the refresh token is used up: the key then waits for the user.
   *
   * @param sent the key's own secrets, or what a form holds in their place
   * @param edits of the key, null for a form
   */
  async exchange(
    id: KeyId,
    sent: Secrets,
    edits: number | null,
    ask: () => Promise<Result<Exchanged>>,
  ): Promise<Result<Exchanged>> {
    const before = this.#needs.state.value.keys.get(id);
    if (before === undefined) return fail('keyNotFound');
    const token = await this.#storedOneIn(id, sent);
    if (token === null) return ask();
    return this.#needs.unfinished.during(() => this.#exchangeKept(before, token, sent, edits, ask));
  }

  async #exchangeKept(
    before: KeyState,
    token: Secret,
    sent: Secrets,
    edits: number | null,
    ask: () => Promise<Result<Exchanged>>,
  ): Promise<Result<Exchanged>> {
    const { renewed, clock } = this.#needs;
    const { id } = before.key;
    const { keepsRefreshToken, refreshTokenSentAtMs: earlierMs } = before.use;
    const sentAtMs = keepsRefreshToken ? null : clock.nowMs();
    const marked = keepsRefreshToken ? ok(undefined) : await this.#mark(id, sentAtMs, earlierMs);
    if (!marked.ok) return marked;
    if (sentAtMs !== null) renewed.doubt(token, sentAtMs, 'key');
    const answer = await ask();
    if (answer.ok) {
      renewed.add(sent, answer.value.renewedSecrets, 'key');
      return this.keep(id, sent, answer.value, edits);
    }
    if (earlierMs === null && !mayBeUsedUp(answer.failure)) renewed.trust(token);
    return { ok: false, failure: await this.#judge(id, earlierMs, answer.failure) };
  }

  /** Stores secrets that came in place of others. Failure: vaultWriteFailed; they are then kept here: {@link settle}. */
  async keep(
    id: KeyId,
    sent: Secrets,
    exchanged: Exchanged,
    edits: number | null,
  ): Promise<Result<Exchanged>> {
    const { state, storage } = this.#needs;
    const renewed = Object.entries(exchanged.renewedSecrets);
    const isReplaced = renewed.some(([field, secret]) => secret.reveal() !== sent[field]?.reveal());
    const use = { refreshTokenSentAtMs: null, keepsRefreshToken: !isReplaced };
    const stored = isReplaced
      ? await storage.renewSecrets(id, sent, exchanged.renewedSecrets, use)
      : await storage.saveUse(id, use);
    if (!stored.ok && isReplaced && stored.failure.kind !== 'keyNotFound') {
      this.#unsaved.set(id, { sent, exchanged, edits });
      return stored;
    }
    this.#unsaved.delete(id);
    state.changeUse(id, use);
    const isDoubtOver = state.value.keys.get(id)?.failure?.reason === inDoubt.reason;
    if (isDoubtOver) state.changeKey(id, { failure: null, failures: 0 });
    return ok(exchanged);
  }

  /** The refresh token among the secrets; null for another one than is stored: that one is not of this key yet. */
  async #storedOneIn(id: KeyId, sent: Secrets): Promise<Secret | null> {
    const { state, storage } = this.#needs;
    const presetId = state.value.keys.get(id)?.key.presetId ?? '';
    const token = sent[refreshField(state.preset(presetId)) ?? ''];
    if (token === undefined) return null;
    const stored = await storage.readSecrets(id);
    const isIts = stored.ok && Object.values(stored.value).some((each) => each.reveal() === token.reveal());
    return isIts ? token : null;
  }

  /** The state says it at once, so that whoever else stores something of the key's use meanwhile knows of it. */
  async #mark(id: KeyId, sentAtMs: number | null, elseMs: number | null): Promise<Result<void>> {
    const { state, storage } = this.#needs;
    state.changeUse(id, { refreshTokenSentAtMs: sentAtMs });
    const stored = await storage.saveUse(id, { refreshTokenSentAtMs: sentAtMs });
    if (!stored.ok) state.changeUse(id, { refreshTokenSentAtMs: elseMs });
    return stored;
  }

  /** What a failure leaves of the refresh token that was sent. One that was in doubt before stays so unless it is refused. */
  async #judge(id: KeyId, earlierMs: number | null, failure: Failure): Promise<Failure> {
    const { state } = this.#needs;
    const use: KeyUse | undefined = state.value.keys.get(id)?.use;
    // Another one was entered meanwhile, or it cannot be used up.
    if (use === undefined || use.refreshTokenSentAtMs === null) return failure;
    const isRefused = failure.kind === 'refused' || failure.kind === 'signInNeeded';
    if (!mayBeUsedUp(failure)) {
      await this.#mark(id, earlierMs, earlierMs);
      if (earlierMs === null || isRefused) return failure;
    }
    const doubt = { ...failure, ...inDoubt };
    state.changeKey(id, { failure: doubt, retry: null });
    return doubt;
  }
}

/** The secret field whose value an answer of the provider may replace. */
export function refreshField(preset: Preset | null): string | undefined {
  return preset?.keyKind === 'exchange' ? preset.exchange.answer.refreshToken?.field : undefined;
}
