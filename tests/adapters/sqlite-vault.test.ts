import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteVault } from '#adapters/sqlite-vault';
import type { VaultChange } from '#core/ports';
import { lockedFor, putKey, VaultRig } from './vault-rig.ts';

let rig: VaultRig;
beforeEach(() => {
  rig = new VaultRig();
});
afterEach(() => rig.dispose());

describe.each(['osProtected', 'sessionOnly'] as const)('the vault, %s', (kind) => {
  let vault: SqliteVault;
  beforeEach(async () => {
    rig.keyring.state = kind === 'osProtected' ? 'working' : 'unavailable';
    vault = rig.vault();
    const opening = await vault.open();
    expect(opening).toMatchObject({ state: 'open', protection: { kind } });
    expect(opening).not.toHaveProperty('recordsAltered');
  });

  it('gives back what was put, by type and id', async () => {
    const json = JSON.stringify({ name: 'prod', note: 'ü\u0000𝄞' });
    await vault.commit([putKey('a', json), { put: 'keySecrets', id: 'a', json: '{"secret":"s"}' }]);
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: json });
    expect(await vault.read('keySecrets', 'a')).toEqual({ ok: true, value: '{"secret":"s"}' });
    expect(await vault.read('token', 'a')).toEqual({ ok: true, value: null });
    const all = await vault.readAll('key');
    expect(all).toEqual({ ok: true, value: { records: new Map([['a', json]]), damagedIds: [] } });
  });

  it('replaces and removes', async () => {
    await vault.commit([putKey('a', '1'), putKey('b', '2')]);
    await vault.commit([putKey('a', '3'), { remove: 'key', id: 'b' }, { remove: 'key', id: 'never was' }]);
    const all = await vault.readAll('key');
    expect(all.ok && [...all.value.records]).toEqual([['a', '3']]);
  });

  it('does all changes of a commit or none', async () => {
    await vault.commit([putKey('a', 'old')]);
    const broken = { put: 'key', id: null, json: 'x' } as unknown as VaultChange;
    expect(await vault.commit([putKey('a', 'new'), putKey('b', 'new'), broken])).toMatchObject({
      ok: false,
      failure: { kind: 'vaultWriteFailed' },
    });
    const all = await vault.readAll('key');
    expect(all.ok && [...all.value.records]).toEqual([['a', 'old']]);
    expect((await vault.commit([putKey('c', 'next')])).ok).toBe(true);
  });

  it('answers vaultLocked after close', async () => {
    vault.close();
    for (const answer of [vault.read('key', 'a'), vault.readAll('key'), vault.commit([])])
      expect(await answer).toMatchObject({ ok: false, failure: { kind: 'vaultLocked' } });
  });

  it('answers a second open with the first', async () => {
    await vault.commit([putKey('a', '1')]);
    expect(await vault.open()).toMatchObject({ state: 'open', protection: { kind } });
    expect(await vault.read('key', 'a')).toEqual({ ok: true, value: '1' });
  });
});

it('finds everything after a restart, and nothing to complain about', async () => {
  const changes = Array.from({ length: 200 }, (_, i) => putKey(`id-${i}`, `{"n":${i}}`));
  await rig.store(...changes);
  await rig.store(putKey('id-7', 'edited'), { remove: 'key', id: 'id-8' });
  const { opening, records, damagedIds } = await rig.reopen();
  const protection = { kind: 'osProtected', backend: 'gnome_libsecret' };
  expect(opening).toEqual({ state: 'open', protection, slots: ['os'] });
  expect(Object.keys(records)).toHaveLength(199);
  expect(records['id-7']).toBe('edited');
  expect(damagedIds).toEqual([]);
});

it('keeps what a session holds when the keyring works by the next try', async () => {
  rig.keyring.state = 'notAnswering';
  const vault = rig.vault();
  expect(await vault.open()).toEqual({
    state: 'open',
    protection: { kind: 'sessionOnly', reason: 'notAnswering' },
    slots: [],
  });
  await vault.commit([putKey('a', '1'), { put: 'token', id: 'a', json: '2' }]);
  rig.keyring.state = 'working';
  expect(await vault.open()).toMatchObject({ protection: { kind: 'osProtected' } });
  vault.close();
  expect((await rig.reopen()).records).toEqual({ a: '1' });
  expect((await rig.reopen('token')).records).toEqual({ a: '2' });
});

it('lets one process at a time in', async () => {
  const first = rig.vault();
  await first.open();
  const second = rig.vault();
  expect(await second.open()).toEqual(lockedFor('inUse'));
  first.close();
  expect(await second.open()).toMatchObject({ state: 'open' });
});

it('opens once when asked twice at the same time', async () => {
  const vault = rig.vault();
  expect(await Promise.all([vault.open(), vault.open()])).toMatchObject([
    { state: 'open' },
    { state: 'open' },
  ]);
});

it('stores the renewed form that the keyring asks for', async () => {
  await rig.store(putKey('a', '1'));
  const blob = () =>
    rig.tamper((db) => Buffer.from(db.prepare('SELECT protected_kek AS k FROM slot').get().k));
  const before = blob();
  rig.keyring.shouldRenew = true;
  await rig.reopen();
  rig.keyring.shouldRenew = false;
  expect(blob().equals(before)).toBe(false);
  expect((await rig.reopen()).records).toEqual({ a: '1' });
});
