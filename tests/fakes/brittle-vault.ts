import { fail, type Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';

/** A vault on a disk that can be full, under a process that can end in the middle of what it does. */
export class BrittleVault implements Vault {
  /** No commit succeeds. */
  isFull = false;
  /** What was committed, in order. */
  readonly commits: (readonly VaultChange[])[] = [];
  /** So many more commits are made; whoever asked for the last of them never hears of it, as the process is gone. */
  commitsBeforeCrash = Number.POSITIVE_INFINITY;
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  get hasCrashed(): boolean {
    return this.commitsBeforeCrash <= 0;
  }

  open(): Promise<VaultOpening> {
    return this.#vault.open();
  }

  readAll(type: RecordType): Promise<Result<VaultRecords>> {
    return this.hasCrashed ? gone() : this.#vault.readAll(type);
  }

  read(type: RecordType, id: string): Promise<Result<string | null>> {
    return this.hasCrashed ? gone() : this.#vault.read(type, id);
  }

  async commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    if (this.hasCrashed) return gone();
    if (this.isFull) return fail('vaultWriteFailed');
    const done = await this.#vault.commit(changes);
    this.commits.push(changes);
    this.commitsBeforeCrash -= 1;
    return this.hasCrashed ? gone() : done;
  }

  close(): void {
    this.#vault.close();
  }
}

function gone<T>(): Promise<T> {
  return new Promise(() => {});
}
