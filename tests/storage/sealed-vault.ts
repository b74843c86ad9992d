import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { SqliteVault, type VaultParts } from '#adapters/sqlite-vault';
import type { Result } from '#core/failure';
import type { VaultChange, VaultOpening } from '#core/ports';
import type { Secret } from '#core/secret';
import { FakeKeyring } from '../fakes/fake-keyring.ts';

/** What an opening found. `said` is all that it answered, as text. */
export interface Reopened {
  readonly opening: VaultOpening;
  readonly records: ReadonlyMap<string, string>;
  readonly said: string;
  /** Anything but what was stored was noticed, or given. */
  readonly isNoticed: boolean;
}

/** A closed vault file that is changed in many ways, each time from the same bytes and without any backup. */
export class SealedVault {
  readonly #place = mkdtempSync(join(tmpdir(), 'keyfob-sealed-'));
  readonly #folder = join(this.#place, 'data');
  readonly #file = join(this.#folder, 'vault.db');
  readonly stored: ReadonlyMap<string, string>;
  #bytes = Buffer.alloc(0);
  #code: Secret | null = null;

  private constructor(stored: ReadonlyMap<string, string>) {
    this.stored = stored;
  }

  /** Makes one with these key records and two ways in, the keyring and a recovery code. */
  static async make(stored: ReadonlyMap<string, string>): Promise<SealedVault> {
    const sealed = new SealedVault(stored);
    const vault = sealed.#vault();
    await vault.open();
    const done = await vault.commit([...stored].map(([id, json]) => ({ put: 'key', id, json })));
    const code = await vault.makeRecoveryCode();
    vault.close();
    if (!done.ok || !code.ok) throw new Error('the vault could not be made');
    sealed.#code = code.value;
    sealed.#bytes = readFileSync(sealed.#file);
    return sealed;
  }

  /** Puts the bytes back as they were, alone in their folder, and changes them. */
  tamper<T>(work: (db: DatabaseSyncInstance) => T): T {
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { mode: 0o700 });
    writeFileSync(this.#file, this.#bytes, { mode: 0o600 });
    const db = new DatabaseSync(this.#file);
    try {
      return work(db);
    } finally {
      db.close();
    }
  }

  /** Commits to the untouched vault; later changes start from what that gives. */
  async store(changes: readonly VaultChange[], parts: VaultParts = {}): Promise<void> {
    await this.#change(parts, (vault) => vault.commit(changes));
  }

  /** From now on the keyring is the only way in. */
  async removeCode(): Promise<void> {
    await this.#change({}, (vault) => vault.removeSlot('recovery'));
  }

  async #change(parts: VaultParts, work: (vault: SqliteVault) => Promise<Result<void>>): Promise<void> {
    this.tamper(() => {});
    const vault = this.#vault(parts);
    await vault.open();
    const done = await work(vault);
    vault.close();
    if (!done.ok) throw new Error(done.failure.kind);
    this.#bytes = readFileSync(this.#file);
  }

  /** Opens it, with the recovery code if the keyring is not to be asked, and looks at all key records. */
  async reopen(by: 'os' | 'recovery' = 'os', parts: VaultParts = {}): Promise<Reopened> {
    const vault = this.#vault(parts, by === 'os');
    try {
      let opening = await vault.open();
      let said = JSON.stringify(opening);
      if (by === 'recovery' && this.#code !== null && opening.state === 'locked') {
        const unlocked = await vault.unlock({ with: 'recovery', secret: this.#code });
        said += JSON.stringify(unlocked);
        if (unlocked.ok) opening = unlocked.value;
      }
      const all = await vault.readAll('key');
      const records = all.ok ? all.value.records : new Map<string, string>();
      const isDamaged = all.ok && all.value.damagedIds.length > 0;
      const isOpen = opening.state === 'open' && opening.recordsAltered !== true && opening.isOlder !== true;
      return { opening, records, said, isNoticed: !isOpen || isDamaged };
    } finally {
      vault.close();
    }
  }

  dispose(): void {
    rmSync(this.#place, { recursive: true, force: true });
  }

  #vault(parts: VaultParts = {}, isKeyringThere = true): SqliteVault {
    const keyring = new FakeKeyring();
    if (!isKeyringThere) keyring.state = 'unavailable';
    return new SqliteVault(this.#folder, keyring, join(this.#place, 'state'), parts);
  }
}
