import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { fail, ok } from '#core/failure';
import { failFolderSyncs } from './folder-sync-fault.ts';
import { putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
let vault: SqliteVault;
beforeEach(async () => {
  rig = new VaultRig();
  for (const value of ['1', '2', '3']) await rig.store(putKey('a', value));
  vault = rig.vault();
});
afterEach(() => rig.dispose());

/** From now on the disk does not confirm names while `isHit`, `count` times. */
function failSyncs(count: number, isHit: () => boolean): void {
  let left = count;
  failFolderSyncs('EIO', () => {
    const isNow = left > 0 && isHit();
    if (isNow) left -= 1;
    return isNow;
  });
}

const isAside = () => readdirSync(rig.folder).some((name) => /^vault\.db\.(damaged|set-aside)-/.test(name));

async function restoreOldest() {
  await vault.open();
  const oldest = (await vault.backups()).at(-1);
  return vault.restoreBackup(oldest?.id ?? '');
}

it('a backup takes the place of a vault whose setting aside the disk does not confirm at first', async () => {
  failSyncs(1, isAside);
  expect(await restoreOldest()).toEqual(ok(undefined));
  expect(await vault.open()).not.toHaveProperty('isFromBackup');
  expect(await vault.read('key', 'a')).toEqual(ok('1'));
});

it('and is told to be in its place when the disk does not confirm that either', async () => {
  failSyncs(1, () => isAside() && existsSync(rig.file));
  expect(await restoreOldest()).toEqual(fail('vaultWriteFailed', { reason: 'restoreNotConfirmed' }));
  const opening = await vault.open();
  expect(opening).toMatchObject({ state: 'open' });
  expect(opening).not.toHaveProperty('isOlder');
  expect(await vault.read('key', 'a')).toEqual(ok('1'));
});

it.each([1, 2, 3])('a damaged vault is replaced, and told to be, when %i syncs fail then', async (count) => {
  writeFileSync(rig.file, readFileSync(rig.file).fill(0, 0, 5_000));
  failSyncs(count, isAside);
  expect(await vault.open()).toMatchObject({ state: 'open', isFromBackup: true });
  expect(await vault.read('key', 'a')).toEqual(ok('3'));
});

it('who starts anew gets a new vault, also when the disk does not confirm at first that the former one is aside', async () => {
  failSyncs(2, () => !existsSync(`${rig.folder}/backups`));
  expect(await vault.setAside()).toEqual(ok(undefined));
  expect(await vault.open()).toMatchObject({ state: 'open' });
  expect(await vault.read('key', 'a')).toEqual(ok(null));
  expect(isAside()).toBe(true);
});
