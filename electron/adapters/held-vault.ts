import { fail, ok, type Result } from '#core/failure';
import type { KeyringProblem, VaultOpening, VaultProtection } from '#core/ports';
import type { Unlock } from '#core/vault-access';
import type { SqliteRecords } from './sqlite-records.ts';
import type { VaultHistory } from './vault-backup-history.ts';
import { encryptionsUnder } from './vault-header.ts';
import { failureOf, type SlotMakers, type SlotRefusal } from './vault-new-slots.ts';
import { type OpenedVault, openOrCreateVault, openSessionVault, openVault } from './vault-opening.ts';
import { putSlot, type Slot, slotTypes } from './vault-slots.ts';
import { byChoice, type FindKey } from './vault-ways-in.ts';

/** The vault as it stands: closed, open, or in memory only. Its operations are to be called one after another. */
export class HeldVault {
  readonly folder: string;
  readonly makers: SlotMakers;
  readonly #history: VaultHistory;
  #vault: OpenedVault | null = null;
  /** Why the open vault is in memory only; null for a stored one. */
  #sessionReason: KeyringProblem | null = null;
  /** Name of the keyring, when it was seen to open this vault. */
  #backend: string | null = null;
  /** Grows with each closing, so that an opening under way notices one. */
  #closings = 0;
  readonly #encryptionLimit: bigint;

  /** @param encryptionLimit after how many encryptions the data key is worn */
  constructor(folder: string, makers: SlotMakers, history: VaultHistory, encryptionLimit: bigint) {
    this.folder = folder;
    this.makers = makers;
    this.#history = history;
    this.#encryptionLimit = encryptionLimit;
  }

  /** Records of the open vault, stored or not; null: it is closed. */
  get records(): SqliteRecords | null {
    return this.#vault?.records ?? null;
  }

  /** Why the vault is in memory only; null: it is closed or stored. */
  get sessionReason(): KeyringProblem | null {
    return this.#vault === null ? null : this.#sessionReason;
  }

  /** Records of the open vault if it is a stored one. */
  get stored(): SqliteRecords | null {
    return this.#sessionReason === null ? this.records : null;
  }

  /** Whether the stored vault needs a new data key. A number that somebody changed is no reason: the renewal would hide that it was. */
  get isKeyWorn(): boolean {
    const { stored } = this;
    return (
      stored !== null && !stored.wereAltered && encryptionsUnder(stored.generation) >= this.#encryptionLimit
    );
  }

  /** Opens by the keyring, or makes the vault, or a session without one. */
  async open(): Promise<VaultOpening> {
    if (this.#vault !== null && this.#sessionReason === null) return this.#answer(this.#vault);
    const { keyring } = this.makers;
    const closings = this.#closings;
    const found = await this.#history.recover((folder) => openOrCreateVault(folder, keyring));
    if (found.state === 'open') return this.#take(found, closings);
    if (found.state === 'noKeyring' && this.#vault === null) {
      this.#vault = openSessionVault();
      this.#sessionReason = found.problem;
    }
    if (this.#vault !== null) return this.#answer(this.#vault);
    this.#backend = null;
    return found.state === 'locked' ? found : { state: 'locked', reason: found.problem, slots: [] };
  }

  /** Opens a stored vault by a chosen way. One that is open is only asked whether that way leads in. */
  async unlock(how: Unlock): Promise<Result<VaultOpening>> {
    const { keyring, hash } = this.makers;
    const findKey = byChoice(how, keyring, hash);
    if (this.#vault !== null) {
      const known = await this.confirm(how);
      if (!known.ok) return known;
      return this.#vault === null ? fail('vaultLocked') : ok(this.#answer(this.#vault));
    }
    const closings = this.#closings;
    const found = await this.#history.recover((folder) => openVault(folder, findKey));
    if (found.state === 'locked') return failureOf(found.reason);
    return ok(this.#take(found, closings));
  }

  /** Whether a way leads in; opens nothing. */
  async confirm(how: Unlock): Promise<Result<void>> {
    const { keyring, hash } = this.makers;
    const findKey = byChoice(how, keyring, hash);
    const { records } = this;
    if (records !== null) return answered(await findKey(records.db, records.vaultId));
    const found = await openVault(this.folder, findKey);
    if (found.state === 'locked') return failureOf(found.reason);
    found.records.close();
    return ok(undefined);
  }

  /** Takes another file, under new keys, for the one that is open. Null: none could be opened, and the vault is closed. */
  replace(vault: OpenedVault | null): void {
    this.#vault = vault;
    this.#sessionReason = null;
  }

  /** Stores a new slot, in one commit in place of the former one of its type. */
  async putSlot(
    make: (vaultId: string, dataKey: Buffer) => Promise<Slot | SlotRefusal>,
  ): Promise<Result<void>> {
    const records = this.stored;
    if (records === null) return fail('vaultLocked');
    // Its own copy: the vault may be closed while the slot is made.
    const dataKey = Buffer.from(records.keys.data);
    const slot = await make(records.vaultId, dataKey).finally(() => dataKey.fill(0));
    return typeof slot === 'string' ? failureOf(slot) : this.changeSlots(() => putSlot(records.db, slot));
  }

  /** One durable commit; the backups get the same slots. */
  changeSlots(work: () => void): Result<void> {
    const records = this.stored;
    if (records === null) return fail('vaultLocked');
    const done = records.commit([], work);
    if (done.ok) {
      this.#history.committed(records, []);
      this.#history.waysChanged(records);
    }
    return done;
  }

  /** The keyring was seen to open the vault. */
  noteKeyring(backend: string): void {
    this.#backend = backend;
  }

  /** Wipes the keys and lets go of the file; what a session holds is gone. */
  close(): void {
    this.#closings += 1;
    const vault = this.#vault;
    this.#vault = null;
    if (vault === null) return;
    if (this.#sessionReason === null) this.#history.closing(vault.records);
    this.#sessionReason = null;
    vault.records.close();
  }

  /** Takes what a session-only vault holds along; if that fails the session goes on. */
  #take(found: OpenedVault, closings: number): VaultOpening {
    if (closings !== this.#closings) {
      const slots = slotTypes(found.records.db);
      found.records.close();
      return { state: 'locked', reason: 'byUser', slots };
    }
    this.#history.opened(found.records);
    const session = this.records;
    if (session !== null && !session.copyTo(found.records).ok) {
      found.records.close();
      return this.#answer(this.#vault ?? found);
    }
    session?.close();
    this.#vault = found;
    this.#sessionReason = null;
    this.#backend = found.backend ?? this.#backend;
    return this.#answer(found);
  }

  #answer({ records }: OpenedVault): VaultOpening {
    const slots = slotTypes(records.db);
    const facts = this.#sessionReason === null ? this.#history.facts() : {};
    const worn = this.isKeyWorn ? { isKeyWorn: true as const } : {};
    const altered = records.wereAltered ? { recordsAltered: true as const } : {};
    return {
      state: 'open',
      protection: this.#protection(slots.includes('os')),
      slots,
      ...facts,
      ...worn,
      ...altered,
    };
  }

  #protection(hasKeyringSlot: boolean): VaultProtection {
    if (this.#sessionReason !== null) return { kind: 'sessionOnly', reason: this.#sessionReason };
    const backend = hasKeyringSlot ? this.#backend : null;
    return backend === null ? { kind: 'passphraseProtected' } : { kind: 'osProtected', backend };
  }
}

function answered(found: Awaited<ReturnType<FindKey<SlotRefusal>>>): Result<void> {
  if (!found.ok) return failureOf(found.reason);
  found.dataKey.fill(0);
  return ok(undefined);
}
