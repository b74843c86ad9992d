import { fail, ok, type Result } from '#core/failure';
import { isIdle, isLockCause, type LockCause, mayLock, waysBack } from '#core/lock-rules';
import type { Clock, Log, Timer, Vault, VaultOpening } from '#core/ports';
import type { ConfirmPresence, IdleTime } from '#core/presence-port';
import type { SystemEvent } from '#core/system-events';
import type { Unlock, VaultAccess } from '#core/vault-access';
import type { ActivityLog } from './activity-log.ts';
import type { AppState, OpenVault } from './app-state.ts';
import type { ConfirmUser } from './confirm-user.ts';
import type { CopyToken } from './copy-token.ts';
import type { UnfinishedWork } from './unfinished-work.ts';
import type { VaultContents } from './vault-contents.ts';
import { waitUntilStored } from './wait-until-stored.ts';

interface Needs {
  readonly state: AppState;
  readonly vault: Vault;
  readonly access: VaultAccess;
  readonly contents: VaultContents;
  readonly unfinished: UnfinishedWork;
  readonly confirm: ConfirmUser;
  readonly copy: CopyToken;
  readonly activity: ActivityLog;
  readonly idle: IdleTime;
  readonly presence: ConfirmPresence | null;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

/**
 * Opens and locks the vault. From the word on a locked vault shows and gives nothing; its keys leave the memory as soon as
 * refresh tokens that are on their way are stored (docs/rules-and-findings.md, P17).
 */
export class VaultLock {
  readonly #needs: Needs;
  /** The vault as it is behind the lock, while its keys are still in memory. */
  #inside: OpenVault | null = null;
  /** Why it was to be locked while it was not open: it is locked as soon as it is. */
  #heard: LockCause | null = null;
  #usedAtMs: number;
  /** Grows with each unlocking. */
  #unlocks = 0;
  #onUnlock = () => {};
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#usedAtMs = needs.clock.elapsedMs();
  }

  /** Opens the vault where the keyring can, or hears what became of it when its ways in changed. A lock stays one. */
  open(): Promise<void> {
    if (!this.#isLocked()) this.#heard = null;
    else if (this.#inside === null) return Promise.resolve();
    return this.#openByKeyring();
  }

  /** Reads the vault anew when `replace` put another file in its place, also unconfirmed (a reason says so). Else a closed one stays so. */
  async reopen(replace: () => Promise<Result<void>>): Promise<Result<void>> {
    const { state, contents } = this.#needs;
    const { vault } = state.value;
    this.#inside = null;
    this.#heard = null;
    contents.stop();
    state.change({ vault: { state: 'opening' } });
    await contents.forget();
    const replaced = await replace();
    if (!replaced.ok && !replaced.failure.reason && vault.state === 'locked') state.change({ vault });
    else await this.#openByKeyring();
    return replaced;
  }

  /** Locks by hand, or for a reason that only counts where the user wants it so. Resolves when the keys are gone, too. */
  async lock(cause: LockCause): Promise<void> {
    const { state, contents, confirm, copy, activity, log } = this.#needs;
    const opened = state.value.vault;
    if (opened.state !== 'open') this.#heard = cause;
    if (opened.state !== 'open' || !mayLock(cause, opened.slots, state.value.settings)) return;
    log.write('vault.locked', { reason: cause });
    activity.record('locked', null, { detail: cause });
    this.#hide(opened, cause);
    confirm.forget();
    contents.stop();
    await copy.clearNow();
    await this.#keepOrWipe(opened);
  }

  /**
   * Opens a vault that is closed. Failures: wrongPassphrase, notAllowed (passphraseNeeded: the keyring is not enough, presence…),
   * vaultLocked with the reason why the keyring does not open it.
   */
  unlock(how: Unlock): Promise<Result<void>> {
    const { state, confirm } = this.#needs;
    this.#heard = null;
    return confirm.attempt(how, async () => {
      const { vault } = state.value;
      const isSomebodyAsked = how.with === 'os' && (vault.state === 'open' || this.#isLocked());
      const slots = vault.state === 'opening' ? [] : vault.slots;
      const allowed = isSomebodyAsked ? await confirm.mayUseKeyring(slots) : ok(undefined);
      return allowed.ok ? this.#inTurn(() => this.#unlock(how)) : allowed;
    });
  }

  /** See {@link waitUntilStored}. */
  untilStored(before: 'quit' | 'wipe' | null = null): Promise<void> {
    return waitUntilStored(this.#needs, before);
  }

  /** The user did something with Keyfob: where the system does not say how long nobody used the computer, this counts. */
  noteUse(): void {
    this.#usedAtMs = this.#needs.clock.elapsedMs();
  }

  /** What happens around Keyfob. */
  hear(event: SystemEvent): void {
    if (event === 'screenLocked') void this.lock('screenLocked');
    if (event === 'suspend') void this.lock('suspended');
    if (event === 'focus') this.noteUse();
  }

  /** To be called now and then. */
  lockIfIdle(): void {
    const { state, idle, clock } = this.#needs;
    if (state.value.vault.state !== 'open') return;
    const idleMs = idle.idleMs() ?? clock.elapsedMs() - this.#usedAtMs;
    if (isIdle(idleMs, state.value.settings)) void this.lock('idle');
  }

  #openByKeyring(): Promise<void> {
    const unlocks = this.#unlocks;
    const opened = this.#needs.vault.open().then((opening) =>
      this.#inTurn(async () => {
        // Somebody unlocked it with the passphrase while the keyring did not answer.
        const isOvertaken = opening.state === 'locked' && unlocks !== this.#unlocks;
        if (!isOvertaken) await this.#take(opening);
      }),
    );
    // A keyring may leave its question unanswered for long; who has the passphrase need not wait for it.
    const unlocked = new Promise<void>((resolve) => {
      this.#onUnlock = resolve;
    });
    return Promise.race([opened, unlocked]);
  }

  /** The vault may have been opened or locked since it was asked, and got other ways in. */
  async #take(opening: VaultOpening): Promise<void> {
    const { state, access, contents } = this.#needs;
    const { vault } = state.value;
    if (vault.state === 'locked' && isLockCause(vault.reason)) {
      if (this.#inside === null) return access.lock();
      if (opening.state === 'locked') return this.#forget();
      this.#hide(opening, vault.reason);
      void this.#keepOrWipe(opening);
    } else if (opening.state === 'locked') {
      this.#stayClosed(opening);
      if (vault.state !== 'open') return;
      // A renewal of its key failed half-way.
      contents.stop();
      await contents.forget();
    } else if (vault.state === 'open') state.change({ vault: opening });
    else await this.#show(opening, 'vault');
  }

  /** Shows nothing of it any more; the ways back are those that it has now. */
  #hide(opened: OpenVault, cause: LockCause): void {
    const { state, presence } = this.#needs;
    const slots = waysBack(opened.slots, presence?.isAvailable() === true);
    this.#inside = opened;
    state.change({ vault: { state: 'locked', reason: cause, slots }, behindLock: opened });
  }

  /** A session-only vault is nowhere but in memory. Nothing is wiped that somebody unlocks meanwhile. */
  async #keepOrWipe(opened: OpenVault): Promise<void> {
    const { state, activity } = this.#needs;
    if (state.value.settings.refreshWhenLocked || opened.protection.kind === 'sessionOnly')
      return activity.save();
    await this.untilStored('wipe');
    await this.#inTurn(async () => {
      if (this.#inside === opened) await this.#forget();
    });
  }

  #stayClosed(opening: VaultOpening & { readonly state: 'locked' }): void {
    const { state, activity, log } = this.#needs;
    log.write('vault.locked', { reason: opening.reason });
    if (state.value.vault.state !== 'locked') activity.record('locked', null, { detail: 'vault' });
    state.change({ vault: opening });
  }

  async #show(opening: OpenVault, how: string): Promise<void> {
    this.noteUse();
    this.#needs.activity.record('unlocked', null, { detail: how });
    await this.#needs.contents.restore(opening);
    void this.#needs.copy.clearLeftOver();
    this.#lockIfHeard();
  }

  #isLocked(): boolean {
    const { vault } = this.#needs.state.value;
    return vault.state === 'locked' && isLockCause(vault.reason);
  }

  #lockIfHeard(): void {
    if (this.#heard !== null) void this.lock(this.#heard);
    this.#heard = null;
  }

  async #unlock(how: Unlock): Promise<Result<void>> {
    const { state, access, activity } = this.#needs;
    const { vault } = state.value;
    if (vault.state === 'open') return this.#isKnown(vault, how);
    const inside = this.#inside;
    if (inside === null) {
      const opening = await access.unlock(how);
      if (!opening.ok) return opening;
      if (opening.value.state !== 'open') return fail('vaultLocked', { reason: opening.value.reason });
      this.#unlocks += 1;
      await this.#show(opening.value, how.with);
      this.#onUnlock();
      return ok(undefined);
    }
    const known = await this.#isKnown(inside, how);
    if (!known.ok) return known;
    this.#unlocks += 1;
    this.#inside = null;
    this.noteUse();
    activity.record('unlocked', null, { detail: how.with });
    state.change({ vault: inside });
    this.#lockIfHeard();
    return ok(undefined);
  }

  /** A vault without slots was never closed, only hidden. */
  #isKnown({ slots }: OpenVault, how: Unlock): Promise<Result<void>> {
    return slots.length === 0 ? Promise.resolve(ok(undefined)) : this.#needs.access.confirm(how);
  }

  async #forget(): Promise<void> {
    this.#inside = null;
    await this.#needs.contents.forget();
    this.#needs.access.lock();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
