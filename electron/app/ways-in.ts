import type { ActivityRecorder } from '#core/activity';
import { fail, type Result } from '#core/failure';
import { Secret } from '#core/secret';
import type { VaultAccess } from '#core/vault-access';
import type { AppState } from './app-state.ts';
import type { ConfirmUser } from './confirm-user.ts';
import type { VaultLock } from './vault-lock.ts';

interface Needs {
  readonly state: AppState;
  readonly access: VaultAccess;
  readonly confirm: ConfirmUser;
  readonly lock: VaultLock;
  readonly activity: ActivityRecorder;
}

/** Changes who gets into the vault. Where it has a passphrase, that is asked for first: see {@link ConfirmUser.prove}. */
export class WaysIn {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Adds the passphrase, or replaces it. Failures: wrongPassphrase, vaultLocked, vaultWriteFailed. */
  setPassphrase(current: string | null, passphrase: string): Promise<Result<void>> {
    return this.#change(current, 'passphraseSet', (access) => access.setPassphrase(new Secret(passphrase)));
  }

  /** Failures besides: notAllowed (lastSlot). */
  removePassphrase(current: string): Promise<Result<void>> {
    return this.#change(current, 'passphraseRemoved', (access) => access.removeSlot('passphrase'));
  }

  /** A new code, to be shown once. */
  makeRecoveryCode(current: string | null): Promise<Result<Secret>> {
    return this.#change(current, 'recoveryMade', (access) => access.makeRecoveryCode());
  }

  /** Whether the keyring opens the vault. Failures besides: notAllowed (lastSlot). */
  useKeyring(current: string | null, isUsed: boolean): Promise<Result<void>> {
    return isUsed
      ? this.#change(current, 'keyringAdded', (access) => access.addKeyring())
      : this.#change(current, 'keyringRemoved', (access) => access.removeSlot('os'));
  }

  /** Encrypts everything under a new key. The passphrase itself is needed for it, not the recovery code. */
  async renewDataKey(current: string | null): Promise<Result<void>> {
    const { vault } = this.#needs.state.value;
    const hasPassphrase = vault.state === 'open' && vault.slots.includes('passphrase');
    if (hasPassphrase && current === null) return fail('wrongPassphrase');
    const passphrase = hasPassphrase && current !== null ? new Secret(current) : null;
    return this.#change(current, 'dataKeyRenewed', (access) => access.renewDataKey(passphrase));
  }

  /** The user says that the older vault is right. */
  async acceptOlder(): Promise<Result<void>> {
    const accepted = await this.#needs.access.acceptOlder();
    if (accepted.ok) await this.#needs.lock.open();
    return accepted;
  }

  async #change<T>(
    current: string | null,
    what: string,
    work: (access: VaultAccess) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const { state, access, confirm, lock, activity } = this.#needs;
    const proven = await confirm.prove(current);
    if (!proven.ok) return proven;
    // A lock came meanwhile: nobody would see a new code, and the former one would open nothing.
    if (state.value.vault.state !== 'open') return fail('vaultLocked');
    const done = await work(access);
    if (done.ok) activity.record('waysInChanged', null, { actor: 'window', detail: what });
    // A renewal of the key that fails half-way may leave the vault closed.
    if (done.ok || done.failure.kind === 'vaultWriteFailed') await lock.open();
    return done;
  }
}
