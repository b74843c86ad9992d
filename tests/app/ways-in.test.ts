import { describe, expect, it } from 'vitest';
import { activityWords } from '#contract/words/activity-words';
import { eventsOf } from './activity-rig.ts';
import { passphrase, startWithLock, unlockWith } from './lock-rig.ts';

const another = 'another horse';
const minuteMs = 60_000;

describe('a passphrase', () => {
  it('is set without a question when there is none, and asked for when it is changed', async () => {
    const { keyfob, vault, call } = await startWithLock(false);
    expect((await call('vault.setPassphrase', { current: null, passphrase })).ok).toBe(true);
    expect(keyfob.app.snapshot().vault.slots).toEqual(['os', 'passphrase']);
    for (const current of [null, '', 'wrong'])
      expect(await call('vault.setPassphrase', { current, passphrase: another })).toMatchObject({
        failure: { kind: 'wrongPassphrase' },
      });
    expect(vault.passphrase).toBe(passphrase);
    expect((await call('vault.setPassphrase', { current: passphrase, passphrase: another })).ok).toBe(true);
    expect(vault.passphrase).toBe(another);
    expect((await call('vault.removePassphrase', { current: another })).ok).toBe(true);
    expect(keyfob.app.snapshot().vault.slots).toEqual(['os']);
    expect((await eventsOf(keyfob)).map(activityWords)).toEqual([
      'Passphrase set',
      'A wrong passphrase was entered',
      'Passphrase set',
      'Passphrase removed',
    ]);
  });

  it('that was forgotten is replaced with the recovery code, entered for it or shown just before', async () => {
    const rig = await startWithLock();
    const made = await rig.call('vault.makeRecoveryCode', { current: passphrase });
    if (!made.ok) throw new Error('no code');
    const { code } = made.value;
    expect((await rig.call('vault.setPassphrase', { current: code, passphrase: another })).ok).toBe(true);
    await rig.keyfob.app.lock.lock('byUser');
    expect((await unlockWith(rig, code, 'recovery')).ok).toBe(true);
    expect((await rig.call('vault.setPassphrase', { current: null, passphrase: 'a third one' })).ok).toBe(
      true,
    );
    expect(rig.vault.passphrase).toBe('a third one');
    await rig.keyfob.time.advance(5 * minuteMs);
    expect((await rig.call('vault.setPassphrase', { current: null, passphrase })).ok).toBe(false);
  });

  it('that opened the vault just before is still asked for', async () => {
    const rig = await startWithLock();
    await rig.keyfob.app.lock.lock('byUser');
    await unlockWith(rig);
    expect((await rig.call('vault.setPassphrase', { current: null, passphrase: another })).ok).toBe(false);
  });
});

describe('the ways in', () => {
  it('never become none but a recovery code', async () => {
    const { call } = await startWithLock(false);
    await call('vault.makeRecoveryCode', { current: null });
    expect(await call('vault.useKeyring', { isUsed: false, current: null })).toMatchObject({
      failure: { kind: 'notAllowed', reason: 'lastSlot' },
    });
  });

  it('are told anew after each change', async () => {
    const { keyfob, call } = await startWithLock();
    expect((await call('vault.useKeyring', { isUsed: false, current: passphrase })).ok).toBe(true);
    expect(keyfob.app.snapshot().vault).toMatchObject({
      state: 'passphraseProtected',
      slots: ['passphrase'],
    });
    await call('vault.makeRecoveryCode', { current: passphrase });
    expect(keyfob.app.snapshot().vault.slots).toEqual(['passphrase', 'recovery']);
    expect((await call('vault.renewDataKey', { current: null })).ok).toBe(false);
    expect((await call('vault.renewDataKey', { current: passphrase })).ok).toBe(true);
    expect(keyfob.app.snapshot().vault.slots).toEqual(['passphrase']);
  });
});

describe('another vault in the place of this one', () => {
  it('comes from a backup while the vault is open or does not open, not while it is locked', async () => {
    const { keyfob, vault, call } = await startWithLock();
    const id = await keyfob.add();
    vault.storedBackups = [{ id: 'b1', madeAtMs: 1, generation: 1, sizeBytes: 1 }];
    expect(await call('vault.listBackups', {})).toMatchObject({ value: { backups: [{ id: 'b1' }] } });
    expect(await call('vault.restoreBackup', { backupId: 'b2' })).toMatchObject({
      failure: { kind: 'keyNotFound' },
    });
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect((await call('vault.restoreBackup', { backupId: 'b1' })).ok).toBe(true);
    expect(vault.replaced).toEqual(['b1']);
    expect(keyfob.app.snapshot().vault.state).toBe('osProtected');
    await keyfob.app.lock.lock('byUser');
    expect(await call('vault.restoreBackup', { backupId: 'b1' })).toMatchObject({
      failure: { kind: 'vaultLocked' },
    });
    expect(vault.replaced).toEqual(['b1']);
  });

  it('is a new one when the user says so in a dialog of the system, and only for one that is closed', async () => {
    const { keyfob, vault, call } = await startWithLock();
    await keyfob.add();
    expect((await call('vault.startAnew', {})).ok).toBe(false);
    await keyfob.app.lock.lock('byUser');
    keyfob.saysYes = false;
    await call('vault.startAnew', {});
    expect(keyfob.app.snapshot().vault.state).toBe('locked');
    keyfob.saysYes = true;
    expect((await call('vault.startAnew', {})).ok).toBe(true);
    expect(keyfob.questions).toHaveLength(2);
    expect(vault.replaced).toEqual(['aside']);
    expect(keyfob.app.snapshot()).toMatchObject({ vault: { state: 'osProtected' }, keys: [] });
  });
});

describe('tokens in memory only', () => {
  it('are not stored, and stored ones go when it is chosen', async () => {
    const { keyfob, call } = await startWithLock(false);
    const id = await keyfob.add();
    expect(await keyfob.vault.read('token', id)).toMatchObject({ value: expect.stringContaining('token-1') });
    expect((await call('settings.update', { tokensInMemoryOnly: true })).ok).toBe(true);
    expect(await keyfob.vault.read('token', id)).toMatchObject({ value: null });
    expect((await keyfob.app.tokens.handOut(id, 'person')).ok).toBe(true);
    await keyfob.app.tokens.renew(id, true);
    expect(await keyfob.vault.read('token', id)).toMatchObject({ value: null });
    await call('settings.update', { tokensInMemoryOnly: false });
    await keyfob.app.tokens.renew(id, true);
    expect(await keyfob.vault.read('token', id)).toMatchObject({ value: expect.stringContaining('token-3') });
  });

  it('are not chosen where the stored ones cannot be removed', async () => {
    const { keyfob, call } = await startWithLock(false);
    await keyfob.add();
    keyfob.vault.isFull = true;
    const chosen = await call('settings.update', { tokensInMemoryOnly: true });
    expect(chosen).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(keyfob.app.settings.tokensInMemoryOnly).toBe(false);
  });
});
