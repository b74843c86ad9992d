import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { VaultKeys } from '#adapters/vault-crypto';
import { openVault } from '#adapters/vault-opening';
import { fail } from '#core/failure';
import { dataKeyOf } from './vault-data-key.ts';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
beforeEach(() => {
  rig = new VaultRig();
});
afterEach(() => {
  vi.restoreAllMocks();
  rig.dispose();
});

/** Gives how many sets of keys were overwritten from now on. */
function watchWiping() {
  const wipe = vi.spyOn(VaultKeys.prototype, 'wipe');
  return () =>
    (wipe.mock.contexts as VaultKeys[]).filter((keys) => keys.data.every((byte) => byte === 0)).length;
}

it('overwrites the keys of a vault that opened and then did not take the first write', async () => {
  await rig.store(putKey('a', '1'));
  const dataKey = await dataKeyOf(rig);
  const wiped = watchWiping();
  const renew = () => {
    throw new Error('the disk is full');
  };
  const opened = await openVault(rig.folder, async () => ({ ok: true, dataKey, backend: null, renew }));
  expect(opened).toMatchObject({ state: 'locked', reason: 'unusableFile' });
  expect(wiped()).toBe(1);
  expect(dataKey.every((byte) => byte === 0)).toBe(true);
});

it('overwrites the keys of a new file that a record stopped', async () => {
  await rig.store(putKey('a', '1'));
  rig.removeBackups();
  rig.tamper((db) => db.exec('UPDATE record SET ciphertext = zeroblob(40)'));
  const vault = rig.vault();
  await vault.open();
  const wiped = watchWiping();
  expect(await vault.renewDataKey(null)).toEqual(fail('vaultWriteFailed'));
  expect(wiped()).toBe(1);
});
