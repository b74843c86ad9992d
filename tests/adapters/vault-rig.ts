import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { expect } from 'vitest';
import { SqliteVault, type VaultParts } from '#adapters/sqlite-vault';
import type { RecordType, VaultChange, VaultOpening } from '#core/ports';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { QuickPassphraseHash } from '../fakes/quick-passphrase-hash.ts';

/** A folder for one test, a keyring, and vaults on them; `dispose` closes and removes all. */
export class VaultRig {
  readonly folder = join(mkdtempSync(join(tmpdir(), 'keyfob-vault-')), 'data');
  readonly file = join(this.folder, 'vault.db');
  /** Where it is remembered which vault was open last. */
  readonly stateFolder = join(this.folder, '..', 'state');
  readonly keyring = new FakeKeyring();
  readonly hash = new QuickPassphraseHash();
  /** What the next vaults have in place of their usual parts. */
  parts: VaultParts = {};
  readonly #vaults: SqliteVault[] = [];

  vault(keyring = this.keyring): SqliteVault {
    const parts = { hash: this.hash, ...this.parts };
    const vault = new SqliteVault(this.folder, keyring, this.stateFolder, parts);
    this.#vaults.push(vault);
    return vault;
  }

  /** Opens, does one commit and closes. */
  async store(...changes: VaultChange[]): Promise<void> {
    const vault = this.vault();
    await vault.open();
    const done = await vault.commit(changes);
    vault.close();
    if (!done.ok) throw new Error(done.failure.kind);
  }

  /** What a fresh start finds. */
  async reopen(type: RecordType = 'key'): Promise<{
    opening: VaultOpening;
    records: Record<string, string>;
    damagedIds: readonly string[];
  }> {
    const vault = this.vault();
    const opening = await vault.open();
    const all = await vault.readAll(type);
    vault.close();
    if (!all.ok) return { opening, records: {}, damagedIds: [] };
    return {
      opening,
      records: Object.fromEntries(all.value.records),
      damagedIds: all.value.damagedIds,
    };
  }

  /** Changes the closed file as an attacker or a bad disk would. */
  tamper<T>(work: (db: DatabaseSyncInstance) => T): T {
    const db = new DatabaseSync(this.file);
    try {
      return work(db);
    } finally {
      db.close();
    }
  }

  /** So that none of them takes the place of a damaged file. */
  removeBackups(): void {
    rmSync(join(this.folder, 'backups'), { recursive: true, force: true });
  }

  dispose(): void {
    for (const vault of this.#vaults) vault.close();
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }
}

/** Puts a key record. */
export function putKey(id: string, json: string): VaultChange {
  return { put: 'key', id, json };
}

/** The answer of an opening that is locked for this reason, whatever ways in the file has. */
export function lockedFor(reason: string) {
  return { state: 'locked', reason, slots: expect.any(Array) };
}
