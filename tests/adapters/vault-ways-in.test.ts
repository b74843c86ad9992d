import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import type { SlotType, Unlock } from '#core/vault-access';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
let vault: SqliteVault;
beforeEach(async () => {
  rig = new VaultRig();
  vault = rig.vault();
  await vault.open();
  await vault.commit([putKey('a', '1')]);
});
afterEach(() => rig.dispose());

const right = new Secret('correct horse battery');
const byPassphrase = (secret = right): Unlock => ({ with: 'passphrase', secret });
const byCode = (secret: Secret): Unlock => ({ with: 'recovery', secret });
const wrong = { ok: false, failure: { kind: 'wrongPassphrase' } };
const osProtected = { kind: 'osProtected', backend: 'gnome_libsecret' };

async function madeCode(): Promise<Secret> {
  const made = await vault.makeRecoveryCode();
  if (!made.ok) throw new Error(made.failure.kind);
  return made.value;
}

async function slots(): Promise<readonly SlotType[]> {
  return (await vault.open()).slots;
}

describe('a passphrase', () => {
  beforeEach(async () => {
    expect(await vault.setPassphrase(right)).toEqual({ ok: true, value: undefined });
  });

  it('opens the vault when the keyring is gone, in this run and the next', async () => {
    vault.lock();
    expect(await vault.read('key', 'a')).toMatchObject({ ok: false, failure: { kind: 'vaultLocked' } });
    expect(await vault.unlock(byPassphrase())).toMatchObject({ ok: true, value: { state: 'open' } });
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '1' });
    vault.close();
    rig.keyring.state = 'unavailable';
    const next = rig.vault();
    expect(await next.open()).toEqual({
      state: 'locked',
      reason: 'unavailable',
      slots: ['os', 'passphrase'],
    });
    expect(await next.unlock(byPassphrase())).toMatchObject({
      ok: true,
      value: { protection: { kind: 'passphraseProtected' }, slots: ['os', 'passphrase'] },
    });
    expect(await next.read('key', 'a')).toEqual({ ok: true, value: '1' });
  });

  it('is the same however its letters are composed, and no other', async () => {
    await vault.setPassphrase(new Secret('Schl\u00fcssel 99'));
    vault.lock();
    for (const other of ['Schlussel 99', 'Schl\u00fcssel 99 ', '', 'x'.repeat(1000)])
      expect(await vault.unlock(byPassphrase(new Secret(other)))).toEqual(wrong);
    expect(await vault.unlock(byPassphrase(new Secret('Schlu\u0308ssel 99')))).toMatchObject({ ok: true });
  });

  it('that was replaced opens nothing any more, also no backup', async () => {
    await vault.setPassphrase(new Secret('another one'));
    vault.close();
    expect(await vault.unlock(byPassphrase())).toEqual(wrong);
    const backups = await vault.backups();
    expect(backups.length).toBeGreaterThan(0);
    for (const { id } of backups) {
      expect(await vault.restoreBackup(id)).toMatchObject({ ok: true });
      expect(await vault.unlock(byPassphrase())).toEqual(wrong);
      expect(await vault.unlock(byPassphrase(new Secret('another one')))).toMatchObject({ ok: true });
    }
  });

  it('that was replaced opens no backup either that a full disk left as it was, from the next opening on', async () => {
    const [backup] = await vault.backups();
    const file = join(rig.folder, 'backups', `${backup?.id}.db`);
    const former = readFileSync(file);
    await vault.setPassphrase(new Secret('another one'));
    vault.close();
    writeFileSync(file, former);
    expect(await vault.open()).toMatchObject({ state: 'open' });
    expect(await vault.restoreBackup(backup?.id ?? '')).toMatchObject({ ok: true });
    expect(await vault.unlock(byPassphrase())).toEqual(wrong);
    expect(await vault.unlock(byPassphrase(new Secret('another one')))).toMatchObject({ ok: true });
  });

  it('is asked for at each start once the keyring is no way in', async () => {
    expect(await vault.removeSlot('os')).toMatchObject({ ok: true });
    expect(await vault.open()).toMatchObject({ protection: { kind: 'passphraseProtected' } });
    vault.close();
    expect(await vault.open()).toEqual({
      state: 'locked',
      reason: 'passphraseNeeded',
      slots: ['passphrase'],
    });
    expect(await vault.unlock({ with: 'os' })).toMatchObject({
      ok: false,
      failure: { kind: 'vaultLocked', reason: 'passphraseNeeded' },
    });
    expect(await vault.unlock(byPassphrase())).toMatchObject({ ok: true });
    expect(await vault.addKeyring()).toMatchObject({ ok: true });
    expect(await vault.open()).toMatchObject({ protection: osProtected, slots: ['os', 'passphrase'] });
    vault.close();
    expect(await vault.open()).toMatchObject({ state: 'open', protection: osProtected });
  });

  it('stays the last way in that somebody always has', async () => {
    const lastSlot = { ok: false, failure: { kind: 'notAllowed', reason: 'lastSlot' } };
    await madeCode();
    expect(await vault.removeSlot('os')).toMatchObject({ ok: true });
    expect(await vault.removeSlot('passphrase')).toEqual(lastSlot);
    await vault.addKeyring();
    rig.keyring.password = 'changed';
    expect(await vault.removeSlot('passphrase')).toEqual(lastSlot);
    await vault.addKeyring();
    expect(await vault.removeSlot('passphrase')).toMatchObject({ ok: true });
    expect(await vault.removeSlot('os')).toEqual(lastSlot);
    expect(await vault.removeSlot('recovery')).toMatchObject({ ok: true });
    expect(await slots()).toEqual(['os']);
  });

  it('is confirmed without opening anything', async () => {
    for (const isOpen of [true, false]) {
      if (!isOpen) vault.lock();
      expect(await vault.confirm(byPassphrase())).toEqual({ ok: true, value: undefined });
      expect(await vault.confirm(byPassphrase(new Secret('guess')))).toEqual(wrong);
      expect((await vault.read('key', 'a')).ok).toBe(isOpen);
    }
  });

  it('leaves a lock that came while it was checked in place', async () => {
    vault.lock();
    const unlocking = vault.unlock(byPassphrase());
    await Promise.resolve();
    vault.lock();
    vault.close();
    const answer = await unlocking;
    if (answer.ok && answer.value.state === 'open') expect((await vault.read('key', 'a')).ok).toBe(true);
    else expect(await vault.read('key', 'a')).toMatchObject({ failure: { kind: 'vaultLocked' } });
  });

  it('costs no data when there is no memory to check it', async () => {
    rig.hash.isOutOfMemory = true;
    const refused = { ok: false, failure: { kind: 'vaultLocked', reason: 'tooLittleMemory' } };
    expect(await vault.setPassphrase(new Secret('another'))).toEqual(refused);
    vault.lock();
    expect(await vault.unlock(byPassphrase())).toEqual(refused);
    rig.hash.isOutOfMemory = false;
    expect(await vault.unlock(byPassphrase())).toMatchObject({ ok: true });
  });
});

describe('a recovery code', () => {
  it('opens the vault as somebody types it, and a former one does not', async () => {
    const former = await madeCode();
    const code = await madeCode();
    vault.close();
    rig.keyring.password = 'lost';
    expect(await vault.open()).toEqual({ state: 'locked', reason: 'keyChanged', slots: ['os', 'recovery'] });
    expect(await vault.unlock(byCode(former))).toEqual(wrong);
    expect(await vault.unlock(byCode(new Secret('no code')))).toEqual(wrong);
    const typed = new Secret(code.reveal().toLowerCase().replaceAll('-', ' '));
    expect(await vault.unlock(byCode(typed))).toMatchObject({
      ok: true,
      value: { protection: { kind: 'passphraseProtected' } },
    });
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '1' });
    expect(await vault.addKeyring()).toMatchObject({ ok: true });
    vault.close();
    expect(await vault.open()).toMatchObject({ state: 'open', protection: osProtected });
  });
});

describe('a session without a keyring', () => {
  let session: SqliteVault;
  beforeEach(async () => {
    rig.dispose();
    rig = new VaultRig();
    rig.keyring.state = 'unavailable';
    session = rig.vault();
    await session.open();
    await session.commit([putKey('b', '2'), { put: 'token', id: 'b', json: '3' }]);
  });

  it('moves to a file with its first passphrase', async () => {
    expect(await session.setPassphrase(right)).toEqual({ ok: true, value: undefined });
    expect(await session.open()).toMatchObject({
      protection: { kind: 'passphraseProtected' },
      slots: ['passphrase'],
    });
    await session.commit([putKey('c', '4')]);
    session.close();
    expect(await session.open()).toEqual(lockedFor('passphraseNeeded'));
    expect(await session.unlock(byPassphrase())).toMatchObject({ ok: true });
    const all = await session.readAll('key');
    expect(all.ok && Object.fromEntries(all.value.records)).toEqual({ b: '2', c: '4' });
    expect(await session.read('token', 'b')).toEqual({ ok: true, value: '3' });
  });

  it('goes on, and makes no file, when that fails', async () => {
    rig.hash.isOutOfMemory = true;
    expect((await session.setPassphrase(right)).ok).toBe(false);
    expect(existsSync(rig.file)).toBe(false);
    expect(await session.read('key', 'b')).toEqual({ ok: true, value: '2' });
  });

  it('is not locked, as nothing but memory holds it, and has no other way in', async () => {
    session.lock();
    expect(await session.read('key', 'b')).toEqual({ ok: true, value: '2' });
    expect((await session.makeRecoveryCode()).ok).toBe(false);
    expect(await session.addKeyring()).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
    rig.keyring.state = 'working';
    expect(await session.addKeyring()).toMatchObject({ ok: true });
    expect(await session.open()).toMatchObject({ protection: osProtected });
    expect(await session.read('key', 'b')).toEqual({ ok: true, value: '2' });
  });
});

it('changes nothing in the file for a wrong way in', async () => {
  await vault.setPassphrase(right);
  vault.close();
  rig.keyring.state = 'unavailable';
  const before = readFileSync(rig.file);
  for (const secret of ['', 'guess', '23456-789AB'].map((text) => new Secret(text)))
    for (const how of [byPassphrase(secret), byCode(secret)]) {
      expect(await vault.unlock(how)).toEqual(wrong);
      expect(await vault.confirm(how)).toEqual(wrong);
    }
  expect(readFileSync(rig.file).equals(before)).toBe(true);
});
