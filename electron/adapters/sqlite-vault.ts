import { fail, ok, type Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';
import { Secret } from '#core/secret';
import type { SlotType, Unlock, VaultAccess, VaultBackup } from '#core/vault-access';
import { AbandonableKeyring } from './abandonable-keyring.ts';
import { Argon2Hash } from './argon2-hash.ts';
import { HeldVault } from './held-vault.ts';
import type { Keyring } from './keyring.ts';
import type { PassphraseHash } from './passphrase-hash.ts';
import type { SqliteRecords } from './sqlite-records.ts';
import { VaultHistory } from './vault-backup-history.ts';
import { renewDataKey, storeSession } from './vault-renewal.ts';
import { createOsSlot, openOsSlot } from './vault-slot-os.ts';
import { createPassphraseSlot } from './vault-slot-passphrase.ts';
import { createRecoverySlot } from './vault-slot-recovery.ts';
import { readSlot, removeSlots, slotTypes } from './vault-slots.ts';

/** Half of what NIST SP 800-38D section 8.3 allows under one key with random nonces. */
const standardLimit = 2n ** 31n;

/** Parts that tests replace. */
export interface VaultParts {
  readonly hash?: PassphraseHash;
  /** After how many encryptions the data key is worn, and renewed at the next opening that can do it. */
  readonly encryptionLimit?: bigint;
}

/**
 * The vault as an SQLite file, `<folder>/vault.db` (format: docs/vault-format.md). Every record is encrypted before it
 * gets there; SQLite gives whole and durable commits and allows one process at a time.
 */
export class SqliteVault implements Vault, VaultAccess {
  readonly #held: HeldVault;
  readonly #history: VaultHistory;
  readonly #keyring: AbandonableKeyring;
  #turn: Promise<unknown> = Promise.resolve();
  /** While the data key is renewed, records wait. */
  #renewing: Promise<unknown> | null = null;

  /** @param stateFolder where it is remembered which vault was open last (vault-last-seen.ts) */
  constructor(folder: string, keyring: Keyring, stateFolder: string = folder, parts: VaultParts = {}) {
    this.#history = new VaultHistory(folder, stateFolder);
    const hash = parts.hash ?? new Argon2Hash();
    this.#keyring = new AbandonableKeyring(keyring);
    const limit = parts.encryptionLimit ?? standardLimit;
    this.#held = new HeldVault(folder, { keyring: this.#keyring, hash }, this.#history, limit);
  }

  /**
   * Can be asked again: a locked vault is tried anew, and a session-only one becomes a stored one when the keyring works
   * by then (docs/rules-and-findings.md, F11).
   */
  open(): Promise<VaultOpening> {
    return this.#inTurn(async () => {
      const opening = await this.#held.open();
      return (await this.#renewIfWorn(null)) ? this.#held.open() : opening;
    });
  }

  /** A passphrase or code waits for no keyring: what was asked of it before ends as if it did not answer. */
  unlock(how: Unlock): Promise<Result<VaultOpening>> {
    const abandoned = how.with === 'os' ? null : this.#keyring.abandon();
    return this.#inTurn(async () => {
      abandoned?.resume();
      const unlocked = await this.#held.unlock(how);
      if (!unlocked.ok) return unlocked;
      const wasWorn = await this.#renewIfWorn(how.with === 'passphrase' ? how.secret : null);
      return wasWorn ? ok(await this.#held.open()) : unlocked;
    });
  }

  confirm(how: Unlock): Promise<Result<void>> {
    return this.#inTurn(() => this.#held.confirm(how));
  }

  /** A session-only vault stays open: nothing but memory holds it. */
  lock(): void {
    if (this.#held.sessionReason === null) this.#held.close();
  }

  close(): void {
    this.#held.close();
  }

  /** What a session-only vault holds moves to a file that the passphrase opens. */
  setPassphrase(passphrase: Secret): Promise<Result<void>> {
    const { hash } = this.#held.makers;
    return this.#inTurn(() =>
      this.#held.sessionReason === null
        ? this.#held.putSlot((id, dataKey) => createPassphraseSlot(hash, id, dataKey, passphrase))
        : this.#exclusively(() => storeSession(this.#held, this.#history, passphrase)),
    );
  }

  makeRecoveryCode(): Promise<Result<Secret>> {
    return this.#inTurn(async () => {
      let made = new Secret('');
      const done = await this.#held.putSlot(async (vaultId, dataKey) => {
        const { slot, code } = createRecoverySlot(vaultId, dataKey);
        made = code;
        return slot;
      });
      return done.ok ? ok(made) : done;
    });
  }

  addKeyring(): Promise<Result<void>> {
    return this.#inTurn(async () => {
      if (this.#held.sessionReason !== null) await this.#held.open();
      if (this.#held.sessionReason !== null) return fail('vaultLocked', { reason: this.#held.sessionReason });
      return this.#held.putSlot(async (vaultId, dataKey) => {
        const made = await createOsSlot(this.#held.makers.keyring, vaultId, dataKey);
        if (typeof made === 'string') return made;
        this.#held.noteKeyring(made.backend);
        return made.slot;
      });
    });
  }

  removeSlot(type: SlotType): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const records = this.#held.stored;
      if (records === null) return fail('vaultLocked');
      if (!(await this.#isUsableWithout(type, records))) return fail('notAllowed', { reason: 'lastSlot' });
      return this.#held.changeSlots(() => removeSlots(records.db, type));
    });
  }

  renewDataKey(passphrase: Secret | null): Promise<Result<void>> {
    return this.#inTurn(() => this.#renew(passphrase));
  }

  async acceptOlder(): Promise<Result<void>> {
    return this.#use('vaultWriteFailed', (records) => ok(this.#history.acceptOlder(records)));
  }

  async backups(): Promise<readonly VaultBackup[]> {
    return this.#history.backups();
  }

  /** The vault is closed afterwards, unless there is no such backup. One of it is made first, if it is open: a way back. */
  restoreBackup(id: string): Promise<Result<void>> {
    return this.#inTurn(async () =>
      this.#history.restore(id, () => {
        const { stored } = this.#held;
        if (stored !== null) this.#history.backUpNow(stored);
        this.#held.close();
      }),
    );
  }

  /** The vault is closed afterwards. */
  setAside(): Promise<Result<void>> {
    return this.#inTurn(async () => {
      this.#held.close();
      return this.#history.setAside();
    });
  }

  readAll(type: RecordType): Promise<Result<VaultRecords>> {
    return this.#use('vaultDamaged', (records) => records.readAll(type));
  }

  read(type: RecordType, id: string): Promise<Result<string | null>> {
    return this.#use('vaultDamaged', (records) => records.read(type, id));
  }

  commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    return this.#use('vaultWriteFailed', (records) => {
      const done = records.commit(changes);
      if (done.ok && records === this.#held.stored) this.#history.committed(records, changes);
      return done;
    });
  }

  /** `kind` is the failure when SQLite itself cannot go on, such as after an error of the disk. */
  async #use<T>(
    kind: 'vaultDamaged' | 'vaultWriteFailed',
    work: (records: SqliteRecords) => Result<T>,
  ): Promise<Result<T>> {
    while (this.#renewing !== null) await this.#renewing;
    const { records } = this.#held;
    if (records === null) return fail('vaultLocked');
    try {
      return work(records);
    } catch {
      return fail(kind);
    }
  }

  /** One after another, so that none sees the vault change under its hands. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = work().finally(() => {
      this.#renewing = null;
    });
    this.#renewing = done.catch(() => undefined);
    return done;
  }

  #renew(passphrase: Secret | null): Promise<Result<void>> {
    return this.#exclusively(() => renewDataKey(this.#held, this.#history, passphrase));
  }

  /** Only where every way in stays: else the user is told (`isKeyWorn` of {@link VaultOpening}), and decides. Whether it was tried. */
  async #renewIfWorn(passphrase: Secret | null): Promise<boolean> {
    const { stored, isKeyWorn } = this.#held;
    if (stored === null || !isKeyWorn) return false;
    const kept: readonly SlotType[] = passphrase === null ? ['os'] : ['os', 'passphrase'];
    if (!slotTypes(stored.db).every((slot) => kept.includes(slot))) return false;
    await this.#renew(passphrase);
    return true;
  }

  /** Something that the user always has must be left: a passphrase, or a keyring that opens the vault now. */
  async #isUsableWithout(type: SlotType, { db, vaultId }: SqliteRecords): Promise<boolean> {
    const left = slotTypes(db).filter((slot) => slot !== type);
    if (left.includes('passphrase')) return true;
    const slot = type === 'os' ? null : readSlot(db, 'os');
    if (slot === null) return false;
    const opened = await openOsSlot(this.#held.makers.keyring, vaultId, slot);
    if (opened.ok) opened.dataKey.fill(0);
    return opened.ok;
  }
}
