import type { Clock, Log } from '#core/ports';
import type { ActivityLog } from './activity-log.ts';
import type { AppState, OpenVault } from './app-state.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { FreshToken } from './fresh-token.ts';
import type { ImportKeys } from './import-keys.ts';
import type { Inbox } from './inbox.ts';
import type { KeyStorage } from './key-storage.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { RenewedSecrets } from './renewed-secrets.ts';
import type { RestoreExport } from './restore-export.ts';
import { restoredKeyState } from './restore-keys.ts';
import type { RotateKey } from './rotate-key.ts';
import type { SignIn } from './sign-in.ts';
import type { TestDrafts } from './test-drafts.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly freshToken: FreshToken;
  readonly refreshTokens: RefreshTokens;
  readonly renewed: RenewedSecrets;
  readonly inbox: Inbox;
  readonly activity: ActivityLog;
  readonly rotation: RotateKey;
  readonly imports: ImportKeys;
  readonly restores: RestoreExport;
  readonly signIn: SignIn;
  readonly tests: TestDrafts;
  readonly watch: ClockWatch;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is in memory of what the vault holds: taken from it when it opens, and forgotten when it is locked. */
export class VaultContents {
  readonly #needs: Needs;
  /** No key of a later opening has the edits of an earlier one, so that what was asked for before is not taken for its own. */
  #editsFrom = 0;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes over what an opened vault holds, and shows it. */
  async restore(opening: OpenVault): Promise<void> {
    const { state, storage, freshToken, refreshTokens, inbox, rotation, watch, clock, log } = this.#needs;
    const read = await storage.readAll();
    if (!read.ok) {
      // It was found whole a moment ago: now the disk does not give it.
      state.change({ vault: { state: 'locked', reason: 'unusableFile', slots: opening.slots } });
      return;
    }
    const { keys, unreadableKeys } = read.value;
    log.write('vault.open', { protection: opening.protection.kind, keys: keys.length });
    await inbox.restore();
    if (opening.isFromBackup === true || opening.isOlder === true) watch.noteReplaced();
    const stored = watch.catchUp(read.value);
    freshToken.restore(stored.tokens);
    const nowMs = clock.nowMs();
    const edits = this.#editsFrom;
    const states = keys.map((key) => {
      const restored = restoredKeyState(key, state.preset(key.presetId), stored, nowMs);
      return [key.id, { ...restored, edits }] as const;
    });
    state.change({ vault: opening, keys: new Map(states), unreadableKeys });
    // What came while the vault was locked, or what a full disk did not take before.
    await refreshTokens.settleAll();
    rotation.restore(stored.rotations);
    if (opening.recordsAltered === true || unreadableKeys > 0) await inbox.addAltered();
  }

  /** Ends what the user began: nobody is there to see it through. */
  stop(): void {
    const { imports, restores, signIn } = this.#needs;
    imports.forget();
    restores.forget();
    signIn.stop();
  }

  /** Forgets keys, tokens and all else that came from the vault. Refresh tokens that are not stored yet stay until they are. */
  async forget(): Promise<void> {
    const { state, freshToken, renewed, inbox, activity, rotation, tests, watch } = this.#needs;
    // Before the keys are: what these still store must know them.
    const ended = [watch.close(), inbox.forget()];
    tests.stop();
    for (const { edits } of state.value.keys.values()) this.#editsFrom = Math.max(this.#editsFrom, edits + 1);
    rotation.forget();
    freshToken.forgetAll();
    renewed.forgetKeys();
    state.change({ keys: new Map(), unreadableKeys: 0 });
    await Promise.all([...ended, activity.forget()]);
  }
}
