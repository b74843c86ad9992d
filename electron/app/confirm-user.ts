import type { ActivityRecorder } from '#core/activity';
import { fail, ok, type Result } from '#core/failure';
import type { Clock } from '#core/ports';
import type { ConfirmPresence } from '#core/presence-port';
import { Secret } from '#core/secret';
import type { SlotType, Unlock, VaultAccess } from '#core/vault-access';
import { pauseAfterMs } from '#core/wrong-tries';
import type { AppState } from './app-state.ts';

interface Needs {
  readonly state: AppState;
  readonly access: VaultAccess;
  readonly presence: ConfirmPresence | null;
  readonly activity: ActivityRecorder;
  readonly clock: Clock;
}

/** How long it counts that somebody showed a way in. */
const provenForMs = 5 * 60_000;

/**
 * Whether it is the user who asks. Every passphrase and code that is tried comes through here, one after the other, so that
 * wrong ones cost ever longer pauses (docs/rules-and-findings.md, P17). The pauses are measured by the clock that nobody can set.
 */
export class ConfirmUser {
  readonly #needs: Needs;
  #wrongInARow = 0;
  /** By {@link Clock.elapsedMs}. */
  #heardFromMs = Number.NEGATIVE_INFINITY;
  #proven: { readonly atMs: number; readonly with: SlotType } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /**
   * Tries a way in; `ask` says whether it is one. Failures: those of `ask`, and wrongPassphrase with `retryAfterMs` where no try is
   * heard now, also not the right one. The keyring counts only where the system itself asked who is there.
   */
  attempt<T>(how: Unlock, ask: () => Promise<Result<T>>): Promise<Result<T>> {
    const done = this.#turn.then(() => this.#attempt(how, ask));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Shows that the user is there, without opening anything; it holds for five minutes. Failures: as {@link attempt}. */
  confirm(how: Unlock): Promise<Result<void>> {
    return this.attempt(how, () => this.#ask(how));
  }

  /** Where a passphrase opens the vault, the keyring says nothing about who is there. Failures: notAllowed, cancelled. */
  async mayUseKeyring(slots: readonly SlotType[]): Promise<Result<void>> {
    if (!slots.includes('passphrase')) return ok(undefined);
    const { presence } = this.#needs;
    if (presence?.isAvailable() !== true) return fail('notAllowed', { reason: 'passphraseNeeded' });
    return presence.confirm('unlock your keys');
  }

  /** Before a secret is shown, where the user wants it so and there is something to ask for. Failure: notAllowed. */
  mayReveal(): Result<void> {
    const { state } = this.#needs;
    const canAsk = this.#slots().includes('passphrase');
    const isEnough = !state.value.settings.confirmBeforeReveal || !canAsk || this.#provenWith() !== null;
    return isEnough ? ok(undefined) : fail('notAllowed', { reason: 'confirmFirst' });
  }

  /**
   * Before the ways in change: the passphrase so far, or the recovery code, which may also have been shown in the last five
   * minutes. Nothing is asked for where there is no passphrase. Failures: as {@link attempt}.
   */
  async prove(current: string | null): Promise<Result<void>> {
    const slots = this.#slots();
    if (!slots.includes('passphrase')) return ok(undefined);
    if (current === null || current === '')
      return this.#provenWith() === 'recovery' ? ok(undefined) : fail('wrongPassphrase');
    const secret = new Secret(current);
    return this.attempt({ with: 'passphrase', secret }, async () => {
      const known = await this.#needs.access.confirm({ with: 'passphrase', secret });
      const mayBeCode = !known.ok && known.failure.kind === 'wrongPassphrase' && slots.includes('recovery');
      return mayBeCode ? this.#needs.access.confirm({ with: 'recovery', secret }) : known;
    });
  }

  /** Nothing that was shown counts any more: the vault was locked. */
  forget(): void {
    this.#proven = null;
  }

  async #ask(how: Unlock): Promise<Result<void>> {
    const allowed = how.with === 'os' ? await this.mayUseKeyring(this.#slots()) : ok(undefined);
    return allowed.ok ? this.#needs.access.confirm(how) : allowed;
  }

  async #attempt<T>(how: Unlock, ask: () => Promise<Result<T>>): Promise<Result<T>> {
    const { clock } = this.#needs;
    const waitMs = how.with === 'os' ? 0 : this.#heardFromMs - clock.elapsedMs();
    if (waitMs > 0) return fail('wrongPassphrase', { retryAfterMs: waitMs });
    const done = await ask();
    if (done.ok) this.#right(how.with);
    else if (done.failure.kind === 'wrongPassphrase') return this.#wrong(how.with);
    return done;
  }

  #right(by: SlotType): void {
    this.#proven = { atMs: this.#needs.clock.elapsedMs(), with: by };
    if (by === 'os') return;
    this.#wrongInARow = 0;
    this.#needs.state.change({ triesFromMs: null });
  }

  #wrong(by: SlotType): Result<never> {
    const { state, activity, clock } = this.#needs;
    this.#wrongInARow += 1;
    const pauseMs = pauseAfterMs(this.#wrongInARow);
    this.#heardFromMs = clock.elapsedMs() + pauseMs;
    activity.record('unlockFailed', null, { detail: by });
    if (pauseMs === 0) return fail('wrongPassphrase');
    state.change({ triesFromMs: clock.nowMs() + pauseMs });
    return fail('wrongPassphrase', { retryAfterMs: pauseMs });
  }

  #provenWith(): SlotType | null {
    if (this.#proven === null || this.#needs.clock.elapsedMs() - this.#proven.atMs >= provenForMs)
      return null;
    return this.#proven.with;
  }

  #slots(): readonly SlotType[] {
    const { vault } = this.#needs.state.value;
    return vault.state === 'opening' ? [] : vault.slots;
  }
}
