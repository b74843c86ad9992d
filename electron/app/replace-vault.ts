import type { BackupView } from '#contract/restore-view';
import { startAnewQuestion } from '#contract/words/vault-words';
import type { ActivityRecorder } from '#core/activity';
import { fail, ok, type Result } from '#core/failure';
import { isLockCause } from '#core/lock-rules';
import type { VaultAccess } from '#core/vault-access';
import type { AppState } from './app-state.ts';
import type { AskUser } from './approve-command.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { VaultLock } from './vault-lock.ts';

interface Needs {
  readonly state: AppState;
  readonly access: VaultAccess;
  readonly lock: VaultLock;
  readonly watch: ClockWatch;
  readonly activity: ActivityRecorder;
  readonly ask: AskUser;
}

/** Puts another vault in the place of this one, which is set aside and never deleted. */
export class ReplaceVault {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** The newest first. */
  async backups(): Promise<readonly BackupView[]> {
    const backups = await this.#needs.access.backups();
    return backups.map(({ id, madeAtMs, sizeBytes }) => ({ id, madeAtMs, sizeBytes }));
  }

  /**
   * Puts a backup in its place and opens that. SECURITY: not behind a lock, as an older vault may have other ways in.
   * Failures: vaultLocked, keyNotFound (no such backup), vaultWriteFailed.
   */
  async restoreBackup(id: string): Promise<Result<void>> {
    const { state, access, lock, watch, activity } = this.#needs;
    const isLocked = () => state.value.vault.state === 'locked' && isLockCause(state.value.vault.reason);
    if (isLocked()) return fail('vaultLocked');
    await lock.untilStored();
    if (isLocked()) return fail('vaultLocked');
    return lock.reopen(async () => {
      const restored = await access.restoreBackup(id);
      if (restored.ok) watch.noteReplaced();
      if (restored.ok) activity.record('restored', null, { actor: 'window', detail: 'backup' });
      return restored;
    });
  }

  /** Sets a vault that is closed aside and makes a new one, if the user says so. Failures: notAllowed, vaultWriteFailed. */
  async startAnew(): Promise<Result<void>> {
    const { state, access, lock, ask } = this.#needs;
    const isClosed = () => state.value.vault.state === 'locked';
    if (!isClosed()) return fail('notAllowed');
    if (!(await ask(startAnewQuestion))) return ok(undefined);
    if (!isClosed()) return fail('notAllowed');
    await lock.untilStored();
    return lock.reopen(() => access.setAside());
  }
}
