import { fail, type Result } from '#core/failure';
import type { RecordType, Vault, VaultChange, VaultOpening, VaultRecords } from '#core/ports';

/** A vault on a disk that can be full, under a process that can end in the middle of what it does. */
export class BrittleVault implements Vault {
  /** No commit succeeds. */
  isFull = false;
  /** What was committed, in order. */
  readonly commits: (readonly VaultChange[])[] = [];
  /** Types that were read as a whole, in order. */
  readonly readTypes: RecordType[] = [];
  #commitsLeft = Number.POSITIVE_INFINITY;
  #isLastKept = true;
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** The process ends with the n-th commit from now, right after or right before it is made: nobody hears of it. */
  crashAt(commit: number, isKept: boolean): void {
    this.#commitsLeft = commit;
    this.#isLastKept = isKept;
  }

  get hasCrashed(): boolean {
    return this.#commitsLeft <= 0;
  }

  open(): Promise<VaultOpening> {
    return this.#vault.open();
  }

  readAll(type: RecordType): Promise<Result<VaultRecords>> {
    this.readTypes.push(type);
    return this.hasCrashed ? gone() : this.#vault.readAll(type);
  }

  read(type: RecordType, id: string): Promise<Result<string | null>> {
    return this.hasCrashed ? gone() : this.#vault.read(type, id);
  }

  async commit(changes: readonly VaultChange[]): Promise<Result<void>> {
    if (this.hasCrashed) return gone();
    if (this.isFull) return fail('vaultWriteFailed');
    this.#commitsLeft -= 1;
    if (this.hasCrashed && !this.#isLastKept) return gone();
    const done = await this.#vault.commit(changes);
    this.commits.push(changes);
    return this.hasCrashed ? gone() : done;
  }

  close(): void {
    this.#vault.close();
  }
}

function gone<T>(): Promise<T> {
  return new Promise(() => {});
}
