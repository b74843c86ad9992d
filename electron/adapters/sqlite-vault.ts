import { fail, type Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';
import type { Keyring } from './keyring.ts';
import type { SqliteRecords } from './sqlite-records.ts';
import { type OpenedVault, openOrCreateVault, openSessionVault } from './vault-opening.ts';

/**
 * The vault as an SQLite file, `<folder>/vault.db` (format: docs/vault-format.md). Every record is encrypted before it
 * gets there; SQLite gives whole and durable commits and allows one process at a time.
 */
export class SqliteVault implements Vault {
  readonly #folder: string;
  readonly #keyring: Keyring;
  #vault: OpenedVault | null = null;
  #opening: Promise<VaultOpening> | null = null;

  constructor(folder: string, keyring: Keyring) {
    this.#folder = folder;
    this.#keyring = keyring;
  }

  /**
   * Can be asked again: a locked vault is tried anew, and a session-only one becomes a stored one when the keyring works
   * by then (docs/rules-and-findings.md, F11).
   */
  open(): Promise<VaultOpening> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async readAll(type: RecordType): Promise<Result<VaultRecords>> {
    return this.#use('vaultDamaged', (records) => records.readAll(type));
  }

  async read(type: RecordType, id: string): Promise<Result<string | null>> {
    return this.#use('vaultDamaged', (records) => records.read(type, id));
  }

  async commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    return this.#use('vaultWriteFailed', (records) => records.commit(changes));
  }

  close(): void {
    this.#vault?.records.close();
    this.#vault = null;
  }

  async #open(): Promise<VaultOpening> {
    if (this.#vault?.protection.kind === 'osProtected') return openingOf(this.#vault);
    const found = await openOrCreateVault(this.#folder, this.#keyring);
    switch (found.state) {
      case 'open':
        return openingOf(this.#moveTo(found));
      case 'locked':
        return this.#vault === null ? { ...found, slots: [] } : openingOf(this.#vault);
      case 'noKeyring':
        this.#vault ??= openSessionVault(found.problem);
        return openingOf(this.#vault);
    }
  }

  /** Takes what a session-only vault holds along; if that fails the session goes on. */
  #moveTo(stored: OpenedVault): OpenedVault {
    const session = this.#vault;
    if (session !== null) {
      if (!session.records.copyTo(stored.records).ok) {
        stored.records.close();
        return session;
      }
      session.records.close();
    }
    this.#vault = stored;
    return stored;
  }

  /** `kind` is the failure when SQLite itself cannot go on, such as after an error of the disk. */
  #use<T>(kind: 'vaultDamaged' | 'vaultWriteFailed', work: (records: SqliteRecords) => Result<T>): Result<T> {
    if (this.#vault === null) return fail('vaultLocked');
    try {
      return work(this.#vault.records);
    } catch {
      return fail(kind);
    }
  }
}

function openingOf({ protection, records }: OpenedVault): VaultOpening {
  const slots = protection.kind === 'osProtected' ? (['os'] as const) : [];
  return { state: 'open', protection, slots, ...(records.wereAltered ? { recordsAltered: true } : {}) };
}
