import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { fail, ok } from '#core/failure';
import { Secret } from '#core/secret';
import { failFolderSyncs } from './folder-sync-fault.ts';
import { failMoves } from './move-fault.ts';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

const passphrase = new Secret('correct horse battery');
let rig: VaultRig;
let session: SqliteVault;
beforeEach(async () => {
  rig = new VaultRig();
  rig.keyring.state = 'unavailable';
  session = rig.vault();
  await session.open();
  await session.commit([putKey('a', '1')]);
});
afterEach(() => rig.dispose());

/** What the next start finds with the passphrase. */
async function stored(): Promise<unknown> {
  const next = rig.vault();
  expect(await next.open()).toEqual(lockedFor('passphraseNeeded'));
  expect(await next.unlock({ with: 'passphrase', secret: passphrase })).toMatchObject({ ok: true });
  const all = await next.readAll('key');
  return all.ok && Object.fromEntries(all.value.records);
}

it('goes on in the file, and says what is so, when the disk does not confirm its name', async () => {
  let isHit = true;
  failFolderSyncs('EIO', () => {
    const isNow = isHit && existsSync(rig.file);
    if (isNow) isHit = false;
    return isNow;
  });
  const unconfirmed = fail('vaultWriteFailed', { reason: 'fileNotConfirmed' });
  expect(await session.setPassphrase(passphrase)).toEqual(unconfirmed);
  expect(isHit).toBe(false);
  expect(await session.open()).toMatchObject({ protection: { kind: 'passphraseProtected' } });
  expect(await session.commit([putKey('b', '2')])).toEqual(ok(undefined));
  expect(await session.setPassphrase(passphrase)).toEqual(ok(undefined));
  session.close();
  expect(await stored()).toEqual({ a: '1', b: '2' });
});

it('goes on in memory, and leaves no file, when the file gets no name', async () => {
  let isHit = true;
  failMoves('EIO', (_from, to) => isHit && to === rig.file);
  expect(await session.setPassphrase(passphrase)).toEqual(fail('vaultWriteFailed'));
  expect(readdirSync(rig.folder)).toEqual([]);
  isHit = false;
  await session.commit([putKey('b', '2')]);
  expect(await session.setPassphrase(passphrase)).toEqual(ok(undefined));
  session.close();
  expect(await stored()).toEqual({ a: '1', b: '2' });
});

it('and when the file that was made does not open', async () => {
  const derive = rig.hash.derive.bind(rig.hash);
  rig.hash.derive = async (...asked) => (existsSync(rig.file) ? null : derive(...asked));
  expect(await session.setPassphrase(passphrase)).toEqual(fail('vaultWriteFailed'));
  expect(readdirSync(rig.folder)).toEqual([]);
  rig.hash.derive = derive;
  await session.commit([putKey('b', '2')]);
  expect(await session.setPassphrase(passphrase)).toEqual(ok(undefined));
  session.close();
  expect(await stored()).toEqual({ a: '1', b: '2' });
});

it('leaves a vault alone that another process made meanwhile', async () => {
  const other = rig.vault();
  rig.keyring.state = 'working';
  await other.open();
  await other.commit([putKey('other', '1')]);
  other.close();
  rig.removeBackups();
  expect((await session.setPassphrase(passphrase)).ok).toBe(false);
  expect(await session.read('key', 'a')).toEqual(ok('1'));
  expect((await rig.reopen()).records).toEqual({ other: '1' });
});
