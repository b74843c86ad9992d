import { fail, ok, type Result } from '#core/failure';
import type { KeyringProblem, RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';
import { Secret } from '#core/secret';
import type { SlotType, Unlock, VaultAccess, VaultBackup } from '#core/vault-access';

/** Records that outlive the app that uses them. */
export type MemoryRecords = Map<RecordType, Map<string, string>>;

/** A vault in memory, without encryption or disk. When it was closed it takes nothing any more, as after the end of a process. */
export class MemoryVault implements Vault, VaultAccess {
  readonly #records: MemoryRecords;
  #isClosed = false;
  #state: 'new' | 'open' | 'locked' = 'new';
  /** What the keyring of the system answers; another key than the vault's is `keyChanged`. */
  keyring: 'working' | 'keyChanged' | KeyringProblem = 'working';
  hasKeyringSlot = true;
  /** What opens it, in clear. */
  passphrase: string | null = null;
  recoveryCode: string | null = null;
  isOlder = false;
  storedBackups: VaultBackup[] = [];
  /** Ids of backups that were restored, `aside` for a vault that was set aside. */
  readonly replaced: string[] = [];
  #codes = 0;

  constructor(records: MemoryRecords = new Map()) {
    this.#records = records;
  }

  async open(): Promise<VaultOpening> {
    if (this.#state === 'open') return this.#opening();
    if (this.hasKeyringSlot && this.keyring === 'working') this.#state = 'open';
    return this.#opening();
  }

  async unlock(how: Unlock): Promise<Result<VaultOpening>> {
    const known = await this.confirm(how);
    if (!known.ok) return known;
    this.#state = 'open';
    return ok(this.#opening());
  }

  async confirm(how: Unlock): Promise<Result<void>> {
    if (how.with === 'os') {
      if (!this.hasKeyringSlot) return fail('vaultLocked', { reason: 'passphraseNeeded' });
      return this.keyring === 'working' ? ok(undefined) : fail('vaultLocked', { reason: this.keyring });
    }
    const secret = how.with === 'passphrase' ? this.passphrase : this.recoveryCode;
    return secret !== null && secret === how.secret.reveal() ? ok(undefined) : fail('wrongPassphrase');
  }

  lock(): void {
    this.#state = 'locked';
  }

  async setPassphrase(passphrase: Secret): Promise<Result<void>> {
    return this.#change(() => {
      this.passphrase = passphrase.reveal();
    });
  }

  async makeRecoveryCode(): Promise<Result<Secret>> {
    this.#codes += 1;
    const code = `CODE-${this.#codes}`;
    const done = this.#change(() => {
      this.recoveryCode = code;
    });
    return done.ok ? ok(new Secret(code)) : done;
  }

  async addKeyring(): Promise<Result<void>> {
    if (this.keyring !== 'working') return fail('vaultLocked', { reason: this.keyring });
    return this.#change(() => {
      this.hasKeyringSlot = true;
    });
  }

  async removeSlot(type: SlotType): Promise<Result<void>> {
    const left = this.#slots().filter((slot) => slot !== type && slot !== 'recovery');
    if (left.length === 0) return fail('notAllowed', { reason: 'lastSlot' });
    return this.#change(() => {
      if (type === 'os') this.hasKeyringSlot = false;
      if (type === 'passphrase') this.passphrase = null;
      if (type === 'recovery') this.recoveryCode = null;
    });
  }

  async renewDataKey(passphrase: Secret | null): Promise<Result<void>> {
    if (passphrase !== null && passphrase.reveal() !== this.passphrase) return fail('wrongPassphrase');
    return this.#change(() => {
      if (passphrase === null) this.passphrase = null;
      this.recoveryCode = null;
    });
  }

  async acceptOlder(): Promise<Result<void>> {
    return this.#change(() => {
      this.isOlder = false;
    });
  }

  async backups(): Promise<readonly VaultBackup[]> {
    return this.storedBackups;
  }

  async restoreBackup(id: string): Promise<Result<void>> {
    if (!this.storedBackups.some((backup) => backup.id === id)) return fail('keyNotFound');
    return this.#replace(id);
  }

  async setAside(): Promise<Result<void>> {
    this.#records.clear();
    this.passphrase = null;
    this.recoveryCode = null;
    this.hasKeyringSlot = true;
    return this.#replace('aside');
  }

  async readAll(type: RecordType): Promise<Result<VaultRecords>> {
    if (this.#state === 'locked') return fail('vaultLocked');
    return ok({ records: new Map(this.#of(type)), damagedIds: [] });
  }

  async read(type: RecordType, id: string): Promise<Result<string | null>> {
    if (this.#state === 'locked') return fail('vaultLocked');
    return ok(this.#of(type).get(id) ?? null);
  }

  async commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    return this.#change(() => {
      for (const change of changes) {
        if ('put' in change) this.#of(change.put).set(change.id, change.json);
        else this.#of(change.remove).delete(change.id);
      }
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  #replace(by: string): Result<void> {
    this.replaced.push(by);
    this.#state = 'new';
    return ok(undefined);
  }

  #change(work: () => void): Result<void> {
    if (this.#isClosed || this.#state === 'locked') return fail('vaultLocked');
    work();
    return ok(undefined);
  }

  #slots(): SlotType[] {
    return [
      ...(this.hasKeyringSlot ? (['os'] as const) : []),
      ...(this.passphrase === null ? [] : (['passphrase'] as const)),
      ...(this.recoveryCode === null ? [] : (['recovery'] as const)),
    ];
  }

  #opening(): VaultOpening {
    const slots = this.#slots();
    const opens = this.hasKeyringSlot && this.keyring === 'working';
    if (this.#state !== 'open') {
      const problem = this.hasKeyringSlot && this.keyring !== 'working' ? this.keyring : 'passphraseNeeded';
      return { state: 'locked', reason: problem, slots };
    }
    const protection = opens
      ? ({ kind: 'osProtected', backend: 'memory' } as const)
      : ({ kind: 'passphraseProtected' } as const);
    return { state: 'open', protection, slots, ...(this.isOlder ? { isOlder: true } : {}) };
  }

  #of(type: RecordType): Map<string, string> {
    const records = this.#records.get(type) ?? new Map<string, string>();
    this.#records.set(type, records);
    return records;
  }
}
