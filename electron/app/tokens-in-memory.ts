import type { Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';

/** A vault that is given no token while the user wants tokens in memory only: one that is stored goes instead. */
export class VaultWithoutTokens implements Vault {
  readonly #vault: Vault;
  readonly #areTokensStored: () => boolean;

  constructor(vault: Vault, areTokensStored: () => boolean) {
    this.#vault = vault;
    this.#areTokensStored = areTokensStored;
  }

  open(): Promise<VaultOpening> {
    return this.#vault.open();
  }

  readAll(type: RecordType): Promise<Result<VaultRecords>> {
    return this.#vault.readAll(type);
  }

  read(type: RecordType, id: string): Promise<Result<string | null>> {
    return this.#vault.read(type, id);
  }

  commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    return this.#vault.commit(this.#areTokensStored() ? changes : changes.map(withoutToken));
  }

  close(): void {
    this.#vault.close();
  }

  /** Removes all stored tokens, also those that cannot be read. Failures: vaultLocked, vaultWriteFailed. */
  async removeTokens(): Promise<Result<void>> {
    const stored = await this.#vault.readAll('token');
    if (!stored.ok) return stored;
    const ids = [...stored.value.records.keys(), ...stored.value.damagedIds];
    return this.#vault.commit(ids.map((id) => ({ remove: 'token', id })));
  }
}

function withoutToken(change: VaultChange): VaultChange {
  return 'put' in change && change.put === 'token' ? { remove: 'token', id: change.id } : change;
}
