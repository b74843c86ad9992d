import { fail, ok, type Result } from '#core/failure';
import type { VaultChange } from '#core/ports';
import type { VaultBackup } from '#core/vault-access';
import type { SqliteRecords } from './sqlite-records.ts';
import { type Answer, openOrRecover } from './vault-backup-recovery.ts';
import { VaultBackups } from './vault-backups.ts';
import { LastSeenVault } from './vault-last-seen.ts';
import type { LockedVault } from './vault-opening.ts';
import { replaceVault, setBackupsAside, setVaultAside } from './vault-quarantine.ts';

/** What a stored vault was before: its backups, and what was seen of it last. One for each vault file. */
export class VaultHistory {
  readonly #folder: string;
  readonly #backups: VaultBackups;
  readonly #lastSeen: LastSeenVault;
  #isOlder = false;
  #isFromBackup = false;

  constructor(folder: string, stateFolder: string) {
    this.#folder = folder;
    this.#backups = new VaultBackups(folder);
    this.#lastSeen = new LastSeenVault(stateFolder, folder);
  }

  /** Opens the vault of a folder by `openIn`, from a backup if the file is damaged or gone (vault-backup-recovery.ts). */
  async recover<Found extends Answer>(
    openIn: (folder: string) => Promise<Found>,
  ): Promise<Found | LockedVault<never>> {
    this.#repairModes();
    const { found, isFromBackup } = await openOrRecover(this.#folder, this.#backups, openIn);
    this.#isFromBackup ||= isFromBackup;
    return found;
  }

  /** To be told of each opened file, before its first commit. */
  opened(records: SqliteRecords): void {
    this.#isOlder = this.#lastSeen.isOlder(records);
    this.#backups.removeUnfinished();
    if (this.#backups.areFormer(records)) this.#backups.makeNow(records);
    else this.#backups.follow(records);
  }

  /** To be told of each commit. */
  committed(records: SqliteRecords, changes: readonly VaultChange[]): void {
    if (!this.#isOlder) this.#lastSeen.note(records);
    this.#backups.follow(records, changes);
  }

  /** To be told before the file is closed. */
  closing(records: SqliteRecords): void {
    this.#backups.finish(records);
  }

  /** A backup at once, for what changes the whole file; the former ones get its slots, those of a former data key go. */
  backUpNow(records: SqliteRecords): boolean {
    return this.#backups.makeNow(records);
  }

  /** To be told before the data key is renewed: backups that know more than the vault stay. Throws what the disk throws. */
  renewing(records: SqliteRecords): void {
    this.#backups.keepNewer(records);
  }

  /** To be told when the user changed the ways in; all backups under the same data key get them. */
  waysChanged(records: SqliteRecords): void {
    this.#backups.waysChanged(records);
  }

  /** What an opening has to say of it. */
  facts(): { isOlder?: true; isFromBackup?: true } {
    return {
      ...(this.#isOlder ? { isOlder: true } : {}),
      ...(this.#isFromBackup ? { isFromBackup: true } : {}),
    };
  }

  acceptOlder(records: SqliteRecords): void {
    this.#lastSeen.note(records);
    this.#isOlder = false;
    this.#isFromBackup = false;
  }

  /** Whole older copies, the newest first. */
  backups(): readonly VaultBackup[] {
    return this.#backups.list().map(({ id, madeAtMs, generation, sizeBytes }) => {
      return { id, madeAtMs, generation: Number(generation), sizeBytes };
    });
  }

  /**
   * Puts a backup in the place of the vault. Failures: keyNotFound, vaultWriteFailed (reason restoreNotConfirmed: it is there,
   * but a power cut could undo it).
   * @param close closes the vault; until then it may make a backup, for which the chosen one may go: it was copied before
   */
  restore(id: string, close: () => void): Result<void> {
    const backup = this.#backups.list().find((found) => found.id === id);
    if (backup === undefined) return fail('keyNotFound');
    return this.#replace(() => replaceVault(this.#folder, backup.file, 'set-aside', close));
  }

  /**
   * Sets the vault, which must be closed, and its backups aside; what the disk does not confirm of it counts as done, as the
   * vault that is made next is confirmed in the same folder. Failure: vaultWriteFailed.
   */
  setAside(): Result<void> {
    return this.#replace(() => {
      setBackupsAside(this.#folder);
      setVaultAside(this.#folder, 'set-aside');
      return true;
    });
  }

  #repairModes(): void {
    try {
      this.#backups.repairModes();
      this.#lastSeen.repairModes();
    } catch {
      // A disk that takes no mode is no reason to keep the vault closed.
    }
  }

  /**
   * What the user chose is right, whatever its number.
   * @param work false: it is done, but the disk did not confirm it
   */
  #replace(work: () => boolean): Result<void> {
    let isConfirmed: boolean;
    try {
      isConfirmed = work();
      this.#lastSeen.forget();
    } catch {
      return fail('vaultWriteFailed');
    }
    this.#isOlder = false;
    this.#isFromBackup = false;
    return isConfirmed ? ok(undefined) : fail('vaultWriteFailed', { reason: 'restoreNotConfirmed' });
  }
}
