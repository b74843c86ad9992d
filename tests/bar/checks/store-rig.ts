import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import type { VaultOpening } from '#core/ports';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';

/** What a start found: its answer, all records of keys, and whether anything was told to be wrong. */
export interface Start {
  readonly opening: VaultOpening;
  /** Record by id; null when the vault did not open. */
  readonly keys: Readonly<Record<string, string>> | null;
  readonly isTold: boolean;
}

/** A vault on the disk with its keyring and its state folder, for the checks of storage. */
export class StoreRig {
  readonly #root = mkdtempSync(join(tmpdir(), 'keyfob-store-'));
  readonly folder = join(this.#root, 'data');
  readonly file = join(this.folder, 'vault.db');
  readonly backups = join(this.folder, 'backups');
  readonly stateFolder = join(this.#root, 'state');
  #seen: { readonly file: string; readonly content: Buffer } | null = null;

  vault(): SqliteVault {
    return new SqliteVault(this.folder, new FakeKeyring(), this.stateFolder);
  }

  /** Opens, puts keys in one commit and closes. */
  async store(keys: Readonly<Record<string, string>>): Promise<void> {
    const vault = this.vault();
    await vault.open();
    const done = await vault.commit(Object.entries(keys).map(([id, json]) => ({ put: 'key', id, json })));
    vault.close();
    if (!done.ok) throw new Error(done.failure.kind);
  }

  /** What the next start finds. */
  async start(): Promise<Start> {
    const vault = this.vault();
    const opening = await vault.open();
    const all = await vault.readAll('key');
    vault.close();
    if (opening.state === 'locked' || !all.ok) return { opening, keys: null, isTold: true };
    const { isFromBackup = false, isOlder = false, recordsAltered = false } = opening;
    const isTold = isFromBackup || isOlder || recordsAltered || all.value.damagedIds.length > 0;
    return { opening, keys: Object.fromEntries(all.value.records), isTold };
  }

  /** Files in the vault's folder that were set aside. */
  aside(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.startsWith('vault.db.damaged-'))
      .map((name) => join(this.folder, name));
  }

  /** A copy of the folder, as a backup program makes one; gives what puts it back. */
  copyFolder(): () => void {
    const copy = mkdtempSync(join(this.#root, 'copy-'));
    cpSync(this.folder, copy, { recursive: true });
    return () => {
      rmSync(this.folder, { recursive: true });
      cpSync(copy, this.folder, { recursive: true });
    };
  }

  /** Keeps what is remembered of the vault. */
  keepSeen(): void {
    const [name = ''] = readdirSync(this.stateFolder);
    const file = join(this.stateFolder, name);
    this.#seen = { file, content: readFileSync(file) };
  }

  /** Puts that back: what one start believed of a damaged vault must not tell of the next one. */
  restoreSeen(): void {
    if (this.#seen !== null) writeFileSync(this.#seen.file, this.#seen.content);
  }

  /** Every file of the folder with its content. */
  contents(): Record<string, string> {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(files.map((file) => [file, readFileSync(file).toString('base64')]));
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Runs a check on a rig of its own. */
export async function withStore<T>(use: (rig: StoreRig) => Promise<T>): Promise<T> {
  const rig = new StoreRig();
  try {
    return await use(rig);
  } finally {
    rig.dispose();
  }
}

/** `count` keys with content of their own. */
export function manyKeys(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`key-${i}`, `{"name":"key ${i}"}`]));
}

/** Whether a start found exactly these keys. */
export function holds({ keys }: Start, expected: Readonly<Record<string, string>>): boolean {
  return keys !== null && JSON.stringify(sorted(keys)) === JSON.stringify(sorted(expected));
}

function sorted(keys: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
}
