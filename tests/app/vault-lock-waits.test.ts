import { describe, expect, it } from 'vitest';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { MemoryVault } from '../simulation/memory-vault.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { callsOf, holdUp, signedIn, startWithLock, unlockWith } from './lock-rig.ts';

const minuteMs = 60_000;

describe('work that is under way', () => {
  it('ends before the keys go, if it waits for what a refresh token brings', async () => {
    const rig = await startWithLock();
    const { keyfob } = rig;
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    expect(keyfob.stateOf(id)).toBe('fresh');
    keyfob.http.answerWith(json(200, { access_token: 'a2', refresh_token: 'r3', expires_in: 3_600 }));
    keyfob.http.hold();
    const renewed = keyfob.app.tokens.renew(id, true);
    await keyfob.time.advance(0);
    const locked = keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(1_000);
    expect(keyfob.app.snapshot()).toMatchObject({
      vault: { state: 'locked', storesBefore: 'wipe' },
      keys: [],
    });
    keyfob.http.release();
    await renewed;
    await locked;
    expect(keyfob.app.snapshot().vault).not.toHaveProperty('storesBefore');
    expect(await keyfob.vault.read('keySecrets', id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    await unlockWith(rig);
    const secrets = await keyfob.vault.read('keySecrets', id);
    expect(secrets).toMatchObject({ ok: true, value: expect.stringContaining('r3') });
  });

  it('is waited for no longer than half a minute; what comes later is stored when the vault is unlocked', async () => {
    const rig = await startWithLock();
    const { keyfob } = rig;
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    keyfob.http.answerWith(json(200, { access_token: 'a2', refresh_token: 'r3', expires_in: 3_600 }));
    keyfob.http.hold();
    void keyfob.app.tokens.renew(id, true);
    await keyfob.time.advance(0);
    const locked = keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(30_000);
    await locked;
    keyfob.http.release();
    await keyfob.time.advance(0);
    await unlockWith(rig);
    await keyfob.time.advance(0);
    const secrets = await keyfob.vault.read('keySecrets', id);
    expect(secrets).toMatchObject({ ok: true, value: expect.stringContaining('r3') });
    expect(keyfob.viewOf(id)?.token.failure).toBe(null);
  });

  it('is waited for before a backup is restored, unless somebody locks the vault meanwhile', async () => {
    const rig = await startWithLock();
    const { keyfob, vault } = rig;
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    vault.storedBackups = [{ id: 'b1', madeAtMs: 1, generation: 1, sizeBytes: 1 }];
    keyfob.http.hold();
    void keyfob.app.tokens.renew(id, true);
    await keyfob.time.advance(0);
    const restored = rig.call('vault.restoreBackup', { backupId: 'b1' });
    await keyfob.time.advance(0);
    void keyfob.app.lock.lock('byUser');
    keyfob.http.release();
    expect(await restored).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(vault.replaced).toEqual([]);
    expect(keyfob.app.snapshot().vault).toMatchObject({ state: 'locked', detail: 'byUser' });
  });

  it('is waited for before the app ends', async () => {
    const { keyfob } = await startWithLock();
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    expect(keyfob.app.stopLimitMs).toBe(3_000);
    keyfob.http.answerWith(json(200, { access_token: 'a2', refresh_token: 'r3', expires_in: 3_600 }));
    keyfob.http.hold();
    void keyfob.app.tokens.renew(id, true);
    await keyfob.time.advance(0);
    expect(keyfob.app.stopLimitMs).toBeGreaterThan(30_000);
    const stopped = keyfob.app.stop();
    await keyfob.time.advance(1_000);
    expect(keyfob.app.snapshot().vault).toMatchObject({ state: 'osProtected', storesBefore: 'quit' });
    expect(keyfob.app.tray().tooltip).toBe('Keyfob: Quits when a service has answered');
    keyfob.http.release();
    await stopped;
    const secrets = await keyfob.vault.read('keySecrets', id);
    expect(secrets).toMatchObject({ ok: true, value: expect.stringContaining('r3') });
  });

  it('goes on if the user comes back at once', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    void rig.keyfob.app.lock.lock('byUser');
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    await rig.keyfob.time.advance(minuteMs);
    expect(rig.keyfob.app.snapshot().vault.state).toBe('osProtected');
    expect(rig.keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a lock that comes while the vault is not open', () => {
  const locked = { keys: [], vault: { state: 'locked', detail: 'screenLocked' } };

  it('follows the restoring of a backup', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    rig.vault.storedBackups = [{ id: 'b1', madeAtMs: 1, generation: 1, sizeBytes: 1 }];
    const goOn = holdUp(rig.vault, 'restoreBackup');
    const restored = rig.call('vault.restoreBackup', { backupId: 'b1' });
    await rig.keyfob.time.advance(0);
    rig.keyfob.app.lock.hear('screenLocked');
    goOn();
    expect(await restored).toMatchObject({ ok: true });
    await rig.keyfob.time.advance(0);
    expect(rig.keyfob.app.snapshot()).toMatchObject(locked);
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect(rig.keyfob.app.snapshot().vault.state).toBe('osProtected');
  });

  it('follows an unlocking, and not the next one', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    await rig.keyfob.app.lock.lock('byUser');
    const goOn = holdUp(rig.vault, 'unlock');
    const unlocked = unlockWith(rig);
    await rig.keyfob.time.advance(0);
    rig.keyfob.app.lock.hear('screenLocked');
    goOn();
    await unlocked;
    await rig.keyfob.time.advance(0);
    expect(rig.keyfob.app.snapshot()).toMatchObject(locked);
    rig.keyfob.app.lock.hear('suspend');
    await unlockWith(rig);
    await rig.keyfob.time.advance(0);
    expect(rig.keyfob.app.snapshot().vault.state).toBe('osProtected');
  });
});

describe('another vault that cannot be put in the place of this one', () => {
  it('leaves a locked one locked, and an open one open', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    Object.assign(rig.vault, { setAside: async () => fail('vaultWriteFailed') });
    rig.vault.storedBackups = [{ id: 'b1', madeAtMs: 1, generation: 1, sizeBytes: 1 }];
    const broken = async () => {
      // As the real one, which is closed by then.
      rig.vault.lock();
      return fail('vaultWriteFailed');
    };
    Object.assign(rig.vault, { restoreBackup: broken });
    const restored = await rig.call('vault.restoreBackup', { backupId: 'b1' });
    expect(restored).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(rig.keyfob.app.snapshot().vault.state).toBe('osProtected');
    expect(rig.keyfob.stateOf(id)).toBe('fresh');
    await rig.keyfob.app.lock.lock('byUser');
    expect(await rig.call('vault.startAnew', {})).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(rig.keyfob.app.snapshot()).toMatchObject({
      keys: [],
      vault: { state: 'locked', detail: 'byUser' },
    });
  });

  it('is opened where it did take the place, and only the disk did not confirm it', async () => {
    const vault = new MemoryVault();
    vault.keyring = 'keyChanged';
    const keyfob = await KeyfobInMemory.start({ vault: () => vault });
    expect(keyfob.app.snapshot().vault.state).toBe('locked');
    const unconfirmed = fail('vaultWriteFailed', { reason: 'restoreNotConfirmed' });
    const restoreBackup = async () => {
      vault.keyring = 'working';
      return unconfirmed;
    };
    Object.assign(vault, { restoreBackup });
    expect(await callsOf(keyfob)('vault.restoreBackup', { backupId: 'b1' })).toMatchObject({
      failure: { kind: 'vaultWriteFailed', reason: 'restoreNotConfirmed' },
    });
    expect(keyfob.app.snapshot().vault.state).toBe('osProtected');
  });
});
