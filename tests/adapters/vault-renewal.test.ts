import { readdirSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { encryptionsUnder, firstGenerationOfNextKey, nextGeneration } from '#adapters/vault-header';
import { fail, ok } from '#core/failure';
import { Secret } from '#core/secret';
import { failFolderSyncs } from './folder-sync-fault.ts';
import { canOpenAny, dataKeyOf } from './vault-data-key.ts';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

const passphrase = new Secret('correct horse battery');
const records = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`id-${i}`, `{"n":${i}}`]));

let rig: VaultRig;
let vault: SqliteVault;
beforeEach(async () => {
  rig = new VaultRig();
  vault = rig.vault();
  await vault.open();
  await vault.commit(Object.entries(records).map(([id, json]) => putKey(id, json)));
  await vault.setPassphrase(passphrase);
  await vault.makeRecoveryCode();
});
afterEach(() => rig.dispose());

function generation(): bigint {
  return rig.tamper((db) => db.prepare('SELECT CAST(generation AS TEXT) AS g FROM header').get().g as bigint);
}

it('encrypts everything under a new key, and no file of the former one is left', async () => {
  vault.close();
  const former = await dataKeyOf(rig);
  expect(canOpenAny(rig.folder, former)).toBe(true);
  await vault.open();
  expect(await vault.renewDataKey(passphrase)).toEqual({ ok: true, value: undefined });
  expect((await vault.readAll('key')).ok).toBe(true);
  await vault.commit([putKey('later', '{}')]);
  vault.close();
  const found = await rig.reopen();
  expect(found.opening).toEqual({
    state: 'open',
    protection: { kind: 'osProtected', backend: 'gnome_libsecret' },
    slots: ['os', 'passphrase'],
  });
  expect(found.records).toEqual({ ...records, later: '{}' });
  expect(canOpenAny(rig.folder, former)).toBe(false);
  expect(readdirSync(rig.folder)).toEqual(['backups', 'vault.db']);
  rig.keyring.state = 'unavailable';
  expect(await vault.unlock({ with: 'passphrase', secret: passphrase })).toMatchObject({ ok: true });
});

it('drops the ways in that it cannot make anew', async () => {
  expect(await vault.renewDataKey(null)).toMatchObject({ ok: true });
  expect((await vault.open()).slots).toEqual(['os']);
});

it('changes nothing with a wrong passphrase, a silent keyring, too little memory or no way in', async () => {
  const before = (await vault.open()).slots;
  expect(await vault.renewDataKey(new Secret('wrong'))).toMatchObject({
    failure: { kind: 'wrongPassphrase' },
  });
  rig.keyring.state = 'notAnswering';
  expect(await vault.renewDataKey(passphrase)).toMatchObject({ failure: { reason: 'notAnswering' } });
  rig.keyring.state = 'working';
  rig.hash.isOutOfMemory = true;
  expect(await vault.renewDataKey(passphrase)).toMatchObject({ failure: { reason: 'tooLittleMemory' } });
  rig.hash.isOutOfMemory = false;
  await vault.removeSlot('os');
  expect(await vault.renewDataKey(null)).toMatchObject({ failure: { kind: 'wrongPassphrase' } });
  expect((await vault.open()).slots).toEqual(before.filter((slot) => slot !== 'os'));
  vault.close();
  expect(await vault.open()).toEqual(lockedFor('passphraseNeeded'));
});

it('does not happen while a record cannot be read, which would be lost', async () => {
  vault.close();
  rig.removeBackups();
  rig.tamper((db) => db.exec("UPDATE record SET ciphertext = zeroblob(40) WHERE id = 'id-7'"));
  await vault.open();
  expect(await vault.renewDataKey(passphrase)).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
  await vault.commit([putKey('later', '{}')]);
  vault.close();
  const found = await rig.reopen();
  expect(found.damagedIds).toEqual(['id-7']);
  expect(Object.keys(found.records)).toHaveLength(600);
});

it('lets what is written meanwhile wait, and loses none of it', async () => {
  const renewing = vault.renewDataKey(passphrase);
  const writes = Array.from({ length: 20 }, (_, i) => vault.commit([putKey(`id-${i}`, 'new')]));
  expect((await Promise.all([renewing, ...writes])).every(({ ok }) => ok)).toBe(true);
  vault.close();
  const found = await rig.reopen();
  expect(Object.values(found.records).filter((json) => json === 'new')).toHaveLength(20);
  expect(Object.keys(found.records)).toHaveLength(600);
});

it('leaves the old vault as it was when it is locked meanwhile', async () => {
  const renewing = vault.renewDataKey(passphrase);
  setTimeout(() => vault.lock(), 5);
  await renewing;
  vault.close();
  const found = await rig.reopen();
  expect(found.records).toEqual(records);
  expect(readdirSync(rig.folder)).toEqual(['backups', 'vault.db']);
});

it('goes on with the new file, and says what is so, when the disk does not confirm that it took the place', async () => {
  const { ino } = statSync(rig.file);
  failFolderSyncs('EIO', () => statSync(rig.file).ino !== ino);
  expect(await vault.renewDataKey(passphrase)).toEqual(fail('vaultWriteFailed', { reason: 'notConfirmed' }));
  expect(await vault.commit([putKey('later', '{}')])).toEqual(ok(undefined));
  expect((await vault.open()).slots).toEqual(['os', 'passphrase']);
  vault.close();
  expect((await rig.reopen()).records).toEqual({ ...records, later: '{}' });
});

it('changes nothing where the names in the folder cannot be made durable', async () => {
  vault.close();
  const former = await dataKeyOf(rig);
  await vault.open();
  failFolderSyncs('EIO');
  expect(await vault.renewDataKey(passphrase)).toEqual(fail('vaultWriteFailed'));
  expect(await vault.commit([putKey('later', '{}')])).toEqual(ok(undefined));
  expect((await vault.open()).slots).toEqual(['os', 'passphrase', 'recovery']);
  vault.close();
  expect(await dataKeyOf(rig)).toEqual(former);
});

it('comes by itself at the limit of encryptions, which are counted over restarts', async () => {
  vault.close();
  const count = encryptionsUnder(BigInt(generation()));
  expect(count).toBeGreaterThanOrEqual(600n);
  const former = await dataKeyOf(rig);
  rig.parts = { encryptionLimit: count + 3n };
  const next = rig.vault();
  await next.open();
  await next.commit([putKey('id-0', 'a'), putKey('id-1', 'b')]);
  next.close();
  expect(canOpenAny(rig.folder, former)).toBe(true);
  // A passphrase and a code would be gone, so that the user is asked.
  expect(await next.open()).toMatchObject({ isKeyWorn: true, slots: ['os', 'passphrase', 'recovery'] });
  await next.removeSlot('recovery');
  next.close();
  const byPassphrase = await next.unlock({ with: 'passphrase', secret: passphrase });
  expect(byPassphrase).toMatchObject({ ok: true, value: { slots: ['os', 'passphrase'] } });
  expect(byPassphrase).not.toMatchObject({ value: { isKeyWorn: true } });
  next.close();
  expect(canOpenAny(rig.folder, former)).toBe(false);
  expect((await rig.reopen()).records).toEqual({ ...records, 'id-0': 'a', 'id-1': 'b' });
  expect(BigInt(generation())).toBeGreaterThan(2n ** 32n);
});

it('comes by itself at that limit when the keyring, which is the only way in, opens the vault', async () => {
  await vault.removeSlot('recovery');
  await vault.removeSlot('passphrase');
  vault.close();
  const former = await dataKeyOf(rig);
  rig.parts = { encryptionLimit: 1n };
  expect(await rig.vault().open()).toMatchObject({ state: 'open', slots: ['os'] });
  expect(canOpenAny(rig.folder, former)).toBe(false);
});

it('counts at least each encrypted record, and stops before 2^32 under one key', () => {
  expect(nextGeneration(5n, 3)).toBe(9n);
  expect(nextGeneration(2n ** 32n - 2n, 0)).toBe(2n ** 32n - 1n);
  expect(nextGeneration(2n ** 32n - 2n, 1)).toBeNull();
  expect(firstGenerationOfNextKey(2n ** 32n - 2n)).toBe(2n ** 32n);
  expect(encryptionsUnder(2n ** 32n + 7n)).toBe(7n);
});
