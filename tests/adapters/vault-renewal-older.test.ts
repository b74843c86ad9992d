import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { fail, ok } from '#core/failure';
import { failFolderSyncs } from './folder-sync-fault.ts';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
let vault: SqliteVault;
let old: string;
let backups: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  rig = new VaultRig();
  backups = join(rig.folder, 'backups');
  vault = rig.vault();
  await store('1');
  old = `${rig.file}.mine`;
  copyFileSync(rig.file, old);
  for (const value of ['2', '3']) await store(value);
});
afterEach(() => {
  vi.useRealTimers();
  rig.dispose();
});

/** One commit, and a backup of it at the closing. */
async function store(value: string): Promise<void> {
  vi.setSystemTime(Date.now() + 60_000);
  await vault.open();
  expect(await vault.commit([putKey('a', value)])).toEqual(ok(undefined));
  vault.close();
}

async function putOlderInPlace(): Promise<void> {
  copyFileSync(old, rig.file);
  rmSync(`${rig.file}-wal`, { force: true });
  expect(await vault.open()).toMatchObject({ isOlder: true });
}

/** What the backups hold, the newest first, each value once. */
async function values(): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { id } of await vault.backups()) {
    const trial = new VaultRig();
    mkdirSync(trial.folder);
    copyFileSync(join(backups, `${id}.db`), trial.file);
    const copy = trial.vault(rig.keyring);
    expect(await copy.open()).toMatchObject({ state: 'open' });
    const read = await copy.read('key', 'a');
    found.push(read.ok && read.value);
    trial.dispose();
  }
  return [...new Set(found)];
}

it.each([
  ['that is doubted', putOlderInPlace],
  [
    'that the user accepted',
    async () => {
      await putOlderInPlace();
      await vault.acceptOlder();
    },
  ],
  [
    'that the user restored',
    async () => {
      await vault.open();
      const oldest = (await vault.backups()).at(-1);
      expect(await vault.restoreBackup(oldest?.id ?? '')).toEqual(ok(undefined));
      await vault.open();
    },
  ],
])('an older vault %s keeps the backups that know more when its key is renewed', async (_name, goBack) => {
  await goBack();
  expect(await vault.renewDataKey(null)).toEqual(ok(undefined));
  vault.close();
  expect(await values()).toEqual(['1', '3', '2']);
  for (const value of ['4', '5', '6', '7', '8']) await store(value);
  expect(await values()).toEqual(['8', '7', '6', '3', '2']);
});

it('one of them can be restored, and another renewal still keeps them', async () => {
  await putOlderInPlace();
  await vault.renewDataKey(null);
  expect(await vault.renewDataKey(null)).toEqual(ok(undefined));
  const [, kept] = await vault.backups();
  expect(await vault.restoreBackup(kept?.id ?? '')).toEqual(ok(undefined));
  const opening = await vault.open();
  expect(opening).toMatchObject({ state: 'open' });
  expect(opening).not.toHaveProperty('isOlder');
  expect(await vault.read('key', 'a')).toEqual(ok('3'));
});

it('so does a renewal that comes by itself', async () => {
  copyFileSync(old, rig.file);
  rig.parts = { encryptionLimit: 1n };
  vault = rig.vault();
  await vault.open();
  vault.close();
  expect(await values()).toEqual(expect.arrayContaining(['3', '2']));
});

it('no key is renewed while they cannot be kept', async () => {
  await putOlderInPlace();
  const { ino } = statSync(backups);
  failFolderSyncs('EIO', (folder) => folder.ino === ino);
  expect(await vault.renewDataKey(null)).toEqual(fail('vaultWriteFailed'));
  expect(await vault.commit([putKey('a', 'goes on')])).toEqual(ok(undefined));
  vault.close();
  expect(await values()).toEqual(['goes on', '3', '2', '1']);
});
