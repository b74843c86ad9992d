import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { putKey, VaultRig } from './vault-rig.ts';

const hourMs = 3_600_000;
let rig: VaultRig;
let vault: SqliteVault;
let backups: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  rig = new VaultRig();
  backups = join(rig.folder, 'backups');
  vault = rig.vault();
  await vault.open();
});
afterEach(() => {
  vi.useRealTimers();
  rig.dispose();
});

/** How many backups have a record of this id. */
function withRecord(id: string): number {
  return readdirSync(backups).filter((name) => {
    const db = new DatabaseSync(join(backups, name), { readOnly: true });
    try {
      return db.prepare('SELECT 1 FROM record WHERE id = ?').get(id) !== undefined;
    } finally {
      db.close();
    }
  }).length;
}

function isMaking(): boolean {
  return readdirSync(rig.folder).some((name) => name.includes('creating'));
}

/** While `work` runs no backup can be stored, as on a disk without room. */
async function withoutRoom(work: () => Promise<void>): Promise<void> {
  const away = `${backups}-away`;
  mkdirSync(backups, { recursive: true });
  renameSync(backups, away);
  writeFileSync(backups, '');
  await work();
  rmSync(backups);
  renameSync(away, backups);
}

/** Lets a backup in the background begin, or end if its vault was closed. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}

/** Adds a key, which makes a backup due, and waits for the end of that try. */
async function addInVain(id: string): Promise<void> {
  await vault.commit([putKey(id, '1')]);
  await setImmediate();
  await vi.waitFor(() => expect(isMaking()).toBe(false));
}

describe('a backup that is owed', () => {
  it('is made at closing when the disk had room again by then', async () => {
    await withoutRoom(() => addInVain('a'));
    vault.close();
    expect(withRecord('a')).toBe(1);
  });

  it('is made at a later closing when the disk had none at the first', async () => {
    await withoutRoom(async () => {
      await addInVain('a');
      vault.close();
      await vault.open();
    });
    vault.close();
    expect(withRecord('a')).toBe(1);
  });

  it('is made at a lock that comes while it is being checked, and once', async () => {
    await vault.commit(Array.from({ length: 2_000 }, (_, i) => putKey(`n-${i}`, '1')));
    vault.close();
    await turns();
    await vault.open();
    vi.setSystemTime(Date.now() + hourMs);
    await vault.commit([putKey('a', '1')]);
    await turns();
    expect(isMaking()).toBe(true);
    vault.lock();
    expect(withRecord('a')).toBe(1);
    await vi.waitFor(() => expect(isMaking()).toBe(false));
    await vault.open();
    vault.close();
    expect(withRecord('a')).toBe(1);
  });

  it('is not made again at closing when it was made', async () => {
    await vault.commit([putKey('a', '1')]);
    await vi.waitFor(() => expect(withRecord('a')).toBe(1));
    await vi.waitFor(() => expect(isMaking()).toBe(false));
    vault.close();
    expect(withRecord('a')).toBe(1);
  });
});
