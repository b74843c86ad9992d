import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setVaultAside } from '#adapters/vault-quarantine';
import { Secret } from '#core/secret';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
let whole: Buffer;
beforeEach(async () => {
  rig = new VaultRig();
  await rig.store(putKey('a', '1'));
  await rig.store(putKey('a', '2'));
  whole = readFileSync(rig.file);
});
afterEach(() => rig.dispose());

const fromBackup = { state: 'open', isFromBackup: true };

function damage(): Buffer {
  const damaged = Buffer.from(whole).fill(0, 0, 5_000);
  writeFileSync(rig.file, damaged);
  return damaged;
}

function aside(): string[] {
  return readdirSync(rig.folder).filter((name) => /^vault\.db\.(damaged|set-aside)-/.test(name));
}

describe('a damaged vault', () => {
  it('is set aside with its log, and the newest backup takes its place', async () => {
    const damaged = damage();
    writeFileSync(`${rig.file}-wal`, 'its log');
    const { opening, records } = await rig.reopen();
    expect(opening).toMatchObject(fromBackup);
    expect(opening).not.toHaveProperty('isOlder');
    expect(records).toEqual({ a: '2' });
    const [file = '', log = ''] = aside();
    expect(readFileSync(join(rig.folder, file)).equals(damaged)).toBe(true);
    expect(log).toBe(`${file}-wal`);
    expect((await rig.reopen()).opening).not.toHaveProperty('isFromBackup');
  });

  it('is told to be older too when the backup lacks commits, until that is accepted', async () => {
    const [newest] = await rig.vault().backups();
    rmSync(join(rig.folder, 'backups', `${newest?.id}.db`));
    damage();
    expect((await rig.reopen()).opening).toMatchObject({ ...fromBackup, isOlder: true });
    expect((await rig.reopen()).opening).toMatchObject({ state: 'open', isOlder: true });
  });

  it('comes back from a backup also when only a passphrase opens it', async () => {
    const passphrase = new Secret('a long passphrase');
    const vault = rig.vault();
    await vault.open();
    await vault.setPassphrase(passphrase);
    await vault.removeSlot('os');
    vault.close();
    damage();
    const next = rig.vault();
    expect(await next.open()).toEqual({ state: 'locked', reason: 'passphraseNeeded', slots: ['passphrase'] });
    const opened = await next.unlock({ with: 'passphrase', secret: passphrase });
    expect(opened).toMatchObject({ ok: true, value: fromBackup });
    expect(await next.read('key', 'a')).toEqual({ ok: true, value: '2' });
  });

  it('stays where it is when no backup is whole', async () => {
    const damaged = damage();
    for (const name of readdirSync(join(rig.folder, 'backups')))
      writeFileSync(join(rig.folder, 'backups', name), 'damaged too');
    expect(await rig.vault().open()).toEqual(lockedFor('damaged'));
    expect(readFileSync(rig.file).equals(damaged)).toBe(true);
    expect(aside()).toEqual([]);
  });
});

describe('what is no damage', () => {
  it.each(['unavailable', 'weak', 'notAnswering'] as const)('a keyring that is %s', async (state) => {
    rig.keyring.state = state;
    expect(await rig.vault().open()).toEqual(lockedFor(state));
    expect(readFileSync(rig.file).equals(whole)).toBe(true);
    expect(aside()).toEqual([]);
  });

  it('a keyring with another key, or a wrong passphrase', async () => {
    expect(await rig.vault(new FakeKeyring('another')).open()).toEqual(lockedFor('keyChanged'));
    const vault = rig.vault();
    await vault.open();
    await vault.setPassphrase(new Secret('right'));
    vault.close();
    whole = readFileSync(rig.file);
    const locked = rig.vault();
    const answer = await locked.unlock({ with: 'passphrase', secret: new Secret('wrong') });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'wrongPassphrase' } });
    expect(readFileSync(rig.file).equals(whole)).toBe(true);
    expect(aside()).toEqual([]);
  });

  it('a single unreadable record', async () => {
    rig.tamper((db) => db.exec("UPDATE record SET ciphertext = zeroblob(30) WHERE id = 'a'"));
    const { opening, damagedIds } = await rig.reopen();
    expect(opening).not.toHaveProperty('isFromBackup');
    expect(damagedIds).toEqual(['a']);
    expect(aside()).toEqual([]);
  });
});

describe('a vault that is gone', () => {
  it('comes back from its newest backup', async () => {
    rmSync(rig.file);
    const { opening, records } = await rig.reopen();
    expect(opening).toMatchObject(fromBackup);
    expect(records).toEqual({ a: '2' });
  });

  it('comes back when the keyring answers again, and no session begins meanwhile', async () => {
    rmSync(rig.file);
    rig.keyring.state = 'unavailable';
    const vault = rig.vault();
    expect(await vault.open()).toEqual(lockedFor('unavailable'));
    rig.keyring.state = 'working';
    expect(await vault.open()).toMatchObject(fromBackup);
  });

  it('takes its log along, as a crash leaves it between two renames', async () => {
    renameSync(rig.file, `${rig.file}.damaged-before`);
    writeFileSync(`${rig.file}-wal`, 'left alone');
    expect((await rig.reopen()).records).toEqual({ a: '2' });
    const [log = ''] = aside().filter((name) => name.endsWith('-wal'));
    expect(readFileSync(join(rig.folder, log), 'utf8')).toBe('left alone');
  });
});

describe('what the user chooses', () => {
  it('a backup takes the place of the vault; what was there is a backup then, and set aside', async () => {
    const vault = rig.vault();
    await vault.open();
    await vault.commit([putKey('a', '3')]);
    const older = (await vault.backups()).at(-1);
    expect(await vault.restoreBackup(older?.id ?? '')).toEqual({ ok: true, value: undefined });
    const opening = await vault.open();
    expect(opening).not.toHaveProperty('isOlder');
    expect(opening).not.toHaveProperty('isFromBackup');
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '1' });
    expect(aside()).toHaveLength(1);
    const [newest] = await vault.backups();
    await vault.restoreBackup(newest?.id ?? '');
    await vault.open();
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '3' });
  });

  it('each backup can be chosen, also the one that makes room for the one that is made then', async () => {
    for (const json of ['3', '4', '5']) await rig.store(putKey('a', json));
    const vault = rig.vault();
    await vault.open();
    await vault.commit([putKey('a', '6')]);
    const oldest = (await vault.backups()).at(-1);
    expect(await vault.restoreBackup(oldest?.id ?? '')).toEqual({ ok: true, value: undefined });
    expect((await vault.backups()).map(({ id }) => id)).not.toContain(oldest?.id);
    await vault.open();
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '3' });
  });

  it('a backup that does not exist changes nothing', async () => {
    const vault = rig.vault();
    await vault.open();
    for (const id of ['vault-1-1', '../vault', ''])
      expect(await vault.restoreBackup(id)).toMatchObject({ ok: false, failure: { kind: 'keyNotFound' } });
    expect(await vault.commit([])).toMatchObject({ ok: true });
    vault.close();
    expect((await rig.reopen()).records).toEqual({ a: '2' });
  });

  it('a vault that was set aside makes room for a new one; all of it is still there', async () => {
    const vault = rig.vault();
    const backups = await vault.backups();
    expect(await vault.setAside()).toEqual({ ok: true, value: undefined });
    const opening = await vault.open();
    expect(opening).toMatchObject({ state: 'open', protection: { kind: 'osProtected' } });
    expect(opening).not.toHaveProperty('isOlder');
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: null });
    expect(await vault.backups()).toEqual([]);
    const [file = ''] = aside();
    expect(readFileSync(join(rig.folder, file)).equals(whole)).toBe(true);
    const [kept = ''] = readdirSync(rig.folder).filter((name) => name.startsWith('backups.set-aside-'));
    expect(readdirSync(join(rig.folder, kept))).toHaveLength(backups.length);
  });
});

it('never replaces something that was set aside before', () => {
  const before = new Set<string>();
  for (let n = 0; n < 20; n++) {
    writeFileSync(rig.file, `${n}`);
    setVaultAside(rig.folder, 'damaged');
    for (const name of aside()) before.add(name);
  }
  expect(before.size).toBe(20);
  for (const name of before) expect(existsSync(join(rig.folder, name))).toBe(true);
});

it('gives backups the ways in that the vault has, and takes those away that it lost', async () => {
  const passphrase = new Secret('a long passphrase');
  const vault = rig.vault();
  await vault.open();
  await vault.setPassphrase(passphrase);
  await vault.removeSlot('os');
  const backups = await vault.backups();
  expect(backups.length).toBeGreaterThanOrEqual(3);
  for (const { id } of backups.toReversed()) {
    expect(await vault.restoreBackup(id), id).toEqual({ ok: true, value: undefined });
    expect(await vault.open(), id).toEqual(lockedFor('passphraseNeeded'));
    expect(await vault.unlock({ with: 'passphrase', secret: passphrase }), id).toMatchObject({ ok: true });
  }
});

it('removes backups under a former data key as soon as there is one under the new key', async () => {
  const vault = rig.vault();
  await vault.open();
  const former = (await vault.backups()).map(({ id }) => id);
  expect(await vault.renewDataKey(null)).toMatchObject({ ok: true });
  const now = (await vault.backups()).map(({ id }) => id);
  expect(now.length).toBeGreaterThan(0);
  expect(now.filter((id) => former.includes(id))).toEqual([]);
});
