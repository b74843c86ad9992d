import { describe, expect, it, onTestFinished } from 'vitest';
import { fail } from '#core/failure';
import { VaultRig } from '../adapters/vault-rig.ts';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import {
  callsOf,
  holdUp,
  type LockRig,
  passphrase,
  signedIn,
  startWithLock,
  unlockWith,
} from './lock-rig.ts';

const byClick = { with: 'os', secret: '' } as const;
const vaultOf = ({ keyfob }: Pick<LockRig, 'keyfob'>) => keyfob.app.snapshot().vault;

/** A vault in memory only, with one key. */
async function startSession() {
  const files = new VaultRig();
  onTestFinished(() => files.dispose());
  files.keyring.state = 'unavailable';
  const keyfob = await KeyfobInMemory.start({ vault: () => files.vault() });
  const id = await keyfob.add();
  expect(vaultOf({ keyfob }).state).toBe('sessionOnly');
  return { files, keyfob, id, call: callsOf(keyfob) };
}

async function startRenewingBehindLock(withPassphrase = true): Promise<LockRig> {
  const rig = await startWithLock(withPassphrase);
  await rig.keyfob.add();
  rig.keyfob.app.updateSettings({ refreshWhenLocked: true });
  return rig;
}

describe('a change of the ways in that ends behind a lock', () => {
  it('leaves a session that got a passphrase open to nobody without it', async () => {
    const { files, keyfob, id, call } = await startSession();
    const goOn = holdUp(files.hash, 'derive');
    const set = call('vault.setPassphrase', { current: null, passphrase });
    await keyfob.time.advance(0);
    const locked = keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(0);
    goOn();
    expect(await set).toMatchObject({ ok: true });
    await locked;
    await keyfob.time.advance(0);
    expect(vaultOf({ keyfob })).toEqual({ state: 'locked', detail: 'byUser', slots: ['passphrase'] });
    expect(await keyfob.vault.read('key', id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(await call('vault.unlock', byClick)).toMatchObject({ ok: false });
    expect(await call('vault.unlock', { with: 'passphrase', secret: passphrase })).toMatchObject({
      ok: true,
    });
    expect(vaultOf({ keyfob })).toMatchObject({ state: 'passphraseProtected', slots: ['passphrase'] });
    expect(keyfob.stateOf(id)).toBe('fresh');
    keyfob.events.tell('screenLocked');
    expect(vaultOf({ keyfob })).toMatchObject({ state: 'locked', detail: 'screenLocked' });
  });

  it('locks nobody out whose passphrase was removed', async () => {
    const rig = await startRenewingBehindLock();
    const goOn = holdUp(rig.vault, 'removeSlot');
    const removed = rig.call('vault.removePassphrase', { current: passphrase });
    await rig.keyfob.time.advance(0);
    await rig.keyfob.app.lock.lock('byUser');
    goOn();
    expect(await removed).toMatchObject({ ok: true });
    expect(vaultOf(rig)).toMatchObject({ state: 'locked', slots: ['os'] });
    expect(await rig.call('vault.unlock', byClick)).toMatchObject({ ok: true });
    expect(vaultOf(rig)).toMatchObject({ state: 'osProtected', slots: ['os'] });
  });

  it('makes the new passphrase count at once, while tokens are renewed behind the lock', async () => {
    const rig = await startRenewingBehindLock(false);
    const goOn = holdUp(rig.vault, 'setPassphrase');
    const set = rig.call('vault.setPassphrase', { current: null, passphrase });
    await rig.keyfob.time.advance(0);
    await rig.keyfob.app.lock.lock('byUser');
    goOn();
    expect(await set).toMatchObject({ ok: true });
    expect(vaultOf(rig)).toMatchObject({ state: 'locked', slots: ['passphrase'] });
    expect(await rig.call('vault.unlock', byClick)).toMatchObject({ failure: { kind: 'notAllowed' } });
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect(vaultOf(rig)).toMatchObject({ state: 'osProtected', slots: ['os', 'passphrase'] });
  });

  it('wipes the keys of a session that the keyring stored', async () => {
    const { files, keyfob, id, call } = await startSession();
    files.keyring.state = 'working';
    const goOn = holdUp(files.keyring, 'protect');
    const retried = call('vault.retry', {});
    await keyfob.time.advance(0);
    await keyfob.app.lock.lock('byUser');
    goOn();
    await retried;
    await keyfob.time.advance(0);
    expect(vaultOf({ keyfob })).toMatchObject({ state: 'locked', slots: ['os'] });
    expect(await keyfob.vault.read('key', id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(await call('vault.unlock', byClick)).toMatchObject({ ok: true });
    expect(vaultOf({ keyfob }).state).toBe('osProtected');
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('does not keep the keys in memory after the refresh token that was on its way', async () => {
    const rig = await startWithLock();
    const { keyfob, vault } = rig;
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    keyfob.http.hold();
    void keyfob.app.tokens.renew(id, true);
    const goOn = holdUp(vault, 'open');
    const accepted = rig.call('vault.acceptOlder', {});
    await keyfob.time.advance(0);
    const locked = keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(0);
    goOn();
    await accepted;
    keyfob.http.release();
    await locked;
    await keyfob.time.advance(0);
    expect(await keyfob.vault.read('keySecrets', id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect(await keyfob.vault.read('keySecrets', id)).toMatchObject({ value: expect.stringContaining('r2') });
  });
});

describe('a change of the ways in that a lock overtakes while the passphrase is looked at', () => {
  it('changes nothing: the printed code and the passphrase stay', async () => {
    const rig = await startRenewingBehindLock();
    const made = await rig.call('vault.makeRecoveryCode', { current: passphrase });
    if (!made.ok) throw new Error('no code');
    const goOn = holdUp(rig.vault, 'confirm');
    const changes = [
      rig.call('vault.makeRecoveryCode', { current: passphrase }),
      rig.call('vault.setPassphrase', { current: passphrase, passphrase: 'another horse' }),
      rig.call('vault.removePassphrase', { current: passphrase }),
      rig.call('vault.renewDataKey', { current: passphrase }),
    ];
    await rig.keyfob.time.advance(0);
    await rig.keyfob.app.lock.lock('byUser');
    goOn();
    for (const change of changes) expect(await change).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(rig.vault).toMatchObject({ passphrase, recoveryCode: made.value.code });
  });
});

describe('a renewal of the key that fails and leaves the vault closed', () => {
  it.each([
    [true, { state: 'osProtected' }],
    [false, { state: 'locked', detail: 'passphraseNeeded', slots: ['passphrase'] }],
  ])('is told as it is (keyring: %s)', async (hasKeyring, shown) => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    rig.vault.hasKeyringSlot = hasKeyring;
    const renewDataKey = async () => {
      rig.vault.lock();
      return fail('vaultWriteFailed');
    };
    Object.assign(rig.vault, { renewDataKey });
    const renewed = await rig.call('vault.renewDataKey', { current: passphrase });
    expect(renewed).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(vaultOf(rig)).toMatchObject(shown);
    expect(rig.keyfob.app.snapshot().keys).toHaveLength(hasKeyring ? 1 : 0);
    if (!hasKeyring) expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect((await rig.keyfob.vault.read('key', id)).ok).toBe(true);
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
  });
});
