import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { RecordType, VaultChange } from '#core/ports';
import type { SqliteRecords } from './sqlite-records.ts';
import { keepNewer, makeBackup, underFormerKey, withOtherSlots } from './vault-backup-making.ts';
import { type BackupFile, namedBackups, soundBackups } from './vault-backup-names.ts';
import { removeUnfinishedFiles, repairMode } from './vault-files.ts';

const intervalMs = 60 * 60 * 1000;
/** What nobody can get anew from a service. */
const precious: ReadonlySet<RecordType> = new Set(['key', 'keySecrets', 'rotation']);

/**
 * Copies of the vault in `<folder>/backups`: one an hour at most while something changes, and one at closing when a key
 * changed since. How many are kept: vault-backup-spread.ts.
 */
export class VaultBackups {
  readonly #vaultFolder: string;
  readonly #folder: string;
  /** The newest, or the last try: a disk that refused one is left in peace for as long. */
  #last: { readonly madeAtMs: number; readonly generation: bigint } | null = null;
  #isRunning = false;
  /** Changes of keys since this was made, and how many of them are in a finished backup. */
  #keyChanges = 0;
  #savedKeyChanges = 0;
  /** The vault whose ways in the user changed, until all its backups have them. */
  #changedWays: SqliteRecords | null = null;

  constructor(vaultFolder: string) {
    this.#vaultFolder = vaultFolder;
    this.#folder = join(vaultFolder, 'backups');
  }

  /** Those whose structure is whole, the newest first. Takes no key. */
  list(): BackupFile[] {
    return soundBackups(this.#folder);
  }

  /** As {@link repairMode}, of all of them and their folder. */
  repairModes(): void {
    for (const path of [this.#folder, ...namedBackups(this.#folder).map(({ file }) => file)])
      repairMode(path);
  }

  /** Removes what a crash left here while a backup got other ways in. Only for who has the vault open. */
  removeUnfinished(): void {
    try {
      removeUnfinishedFiles(this.#folder);
    } catch {
      // There is no such folder, or the disk does not give it now.
    }
  }

  /** Whether there ever was one: also if none of them is whole now. */
  get areAny(): boolean {
    return namedBackups(this.#folder).length > 0;
  }

  /** Whether one is under a former data key, or has former ways in: a crash came before that was mended, or a full disk. */
  areFormer(records: SqliteRecords): boolean {
    const named = namedBackups(this.#folder);
    const former = underFormerKey(named, records);
    return former.length > 0 || withOtherSlots(named, records, false).length > 0;
  }

  /** To be told of an opening and of each commit; makes a backup in the background when one is due. */
  follow(records: SqliteRecords, changes: readonly VaultChange[] = []): void {
    if (changes.some((change) => precious.has('put' in change ? change.put : change.remove)))
      this.#keyChanges += 1;
    if (!this.#isRunning && this.#isDue(records)) void this.#makeInTurns(records);
  }

  /** Makes one before the vault is closed if a key changed since the last finished one: one that is under way will not be. */
  finish(records: SqliteRecords): void {
    if (this.#keyChanges > this.#savedKeyChanges || this.#changedWays === records) this.makeNow(records);
  }

  /** To be told when the user changed the ways in: makes one at once, and gives all others the same, or at closing if that failed. */
  waysChanged(records: SqliteRecords): void {
    this.#changedWays = records;
    this.makeNow(records);
  }

  /** As {@link keepNewer}. */
  keepNewer(records: SqliteRecords): void {
    keepNewer(this.#folder, records);
  }

  /** Makes one at once, and gives the others the slots that the vault has now. False: it could not. */
  makeNow(records: SqliteRecords): boolean {
    const steps = this.#steps(records);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  async #makeInTurns(records: SqliteRecords): Promise<void> {
    this.#isRunning = true;
    await setImmediate();
    const steps = this.#steps(records);
    while (steps.next().done !== true) await setImmediate();
    this.#isRunning = false;
  }

  *#steps(records: SqliteRecords): Generator<void, boolean> {
    this.#last = { madeAtMs: Date.now(), generation: records.generation };
    const keyChanges = this.#keyChanges;
    const reachesNewer = this.#changedWays === records;
    const isMade = yield* makeBackup(this.#vaultFolder, this.#folder, records, reachesNewer);
    if (!isMade) return false;
    this.#savedKeyChanges = Math.max(this.#savedKeyChanges, keyChanges);
    if (reachesNewer) this.#changedWays = null;
    return true;
  }

  #isDue({ generation }: SqliteRecords): boolean {
    this.#last ??= namedBackups(this.#folder)[0] ?? null;
    if (this.#last === null) return generation > 0n;
    // The clock may have been set in either direction.
    return this.#last.generation !== generation && Math.abs(Date.now() - this.#last.madeAtMs) >= intervalMs;
  }
}
