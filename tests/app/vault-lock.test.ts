import { describe, expect, it } from 'vitest';
import { callInputs } from '#contract/calls';
import { kindsOf } from './activity-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { callsOf, type LockRig, passphrase, startWithLock, unlockWith } from './lock-rig.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const vaultOf = ({ keyfob }: LockRig) => keyfob.app.snapshot().vault;

describe('a locked vault', () => {
  it('shows no key, holds no token and gives nothing', async () => {
    const rig = await startWithLock();
    const { keyfob } = rig;
    const id = await keyfob.add({ name: 'my-own-key' });
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).not.toBe('');
    await keyfob.app.lock.lock('byUser');
    expect(keyfob.clipboard.text).toBe('');
    expect(vaultOf(rig)).toEqual({ state: 'locked', detail: 'byUser', slots: ['passphrase'] });
    expect(keyfob.app.snapshot()).toMatchObject({ keys: [], inbox: { items: [] }, clipboard: null });
    expect(keyfob.app.tray()).toMatchObject({ icon: 'locked' });
    expect(JSON.stringify(keyfob.app.tray())).not.toContain('my-own-key');
    expect(keyfob.app.tokens.current(id)).toBe(null);
    expect(await keyfob.app.tokens.handOut(id, 'person')).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(await keyfob.vault.read('keySecrets', id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    await keyfob.tray.copy(id);
    keyfob.tray.primaryClick();
    expect(keyfob.clipboard.text).toBe('');
    expect(keyfob.opened).toEqual([null, null]);
  });

  it('refuses every call but those of a short list, before anything of it runs', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    await rig.keyfob.app.lock.lock('byUser');
    const commits = rig.keyfob.vault.commits.length;
    const heard: string[] = [];
    for (const name of Object.keys(callInputs) as (keyof typeof callInputs)[]) {
      // The latter says notAllowed where a restart mends nothing (restart.test.ts).
      if (name.startsWith('vault.') || name === 'app.restart') continue;
      const input = { keyId: id, itemIds: [], importId: 'x', exportId: 'x', runId: 'x' } as never;
      const answer = await rig.call(name, input);
      if (answer.ok || answer.failure.kind !== 'vaultLocked') heard.push(name);
    }
    expect(heard.sort()).toEqual([
      'app.snapshot',
      'clipboard.clear',
      'export.cancel',
      'health.read',
      'health.testClipboard',
      'import.cancel',
      'keys.cancelSignIn',
      'keys.cancelTest',
    ]);
    for (const name of ['vault.makeRecoveryCode', 'vault.renewDataKey', 'vault.setPassphrase'] as const) {
      const answer = await rig.call(name, { current: passphrase, passphrase: 'another one' } as never);
      expect(answer, name).toMatchObject({ failure: { kind: 'vaultLocked' } });
    }
    expect(await rig.call('settings.update', { theme: 'dark' })).toMatchObject({ ok: true });
    const loosened = await rig.call('settings.update', { theme: 'dark', lockWithScreen: false });
    expect(loosened).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(rig.keyfob.vault.commits.length).toBe(commits);
  });

  it('is as it was after it was unlocked, without asking a provider', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add({ name: 'my-own-key' });
    await rig.keyfob.app.lock.lock('byUser');
    await rig.keyfob.time.advance(minuteMs);
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect(vaultOf(rig)).toMatchObject({ state: 'osProtected', slots: ['os', 'passphrase'] });
    expect(rig.keyfob.viewOf(id)).toMatchObject({ name: 'my-own-key', token: { state: 'fresh' } });
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(rig.keyfob.http.requests).toHaveLength(1);
    expect(await kindsOf(rig.keyfob)).toEqual(['added', 'issued', 'locked', 'unlocked', 'copied']);
  });

  it('renews nothing meanwhile, and renews what is due when it is unlocked', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    await rig.keyfob.app.lock.lock('byUser');
    await rig.keyfob.time.advance(5 * hourMs);
    expect(rig.keyfob.http.requests).toHaveLength(1);
    await unlockWith(rig);
    await rig.keyfob.time.advance(1_000);
    expect(rig.keyfob.http.requests).toHaveLength(2);
    expect(rig.keyfob.stateOf(id)).toBe('fresh');
  });

  it('goes on renewing behind the lock where the user wants it so, and still shows and gives nothing', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add({ name: 'my-own-key' });
    await rig.call('settings.update', { refreshWhenLocked: true });
    await rig.keyfob.app.lock.lock('byUser');
    await rig.keyfob.time.advance(5 * hourMs);
    expect(rig.keyfob.http.requests.length).toBeGreaterThan(4);
    expect(JSON.stringify([rig.keyfob.app.snapshot(), rig.keyfob.app.tray()])).not.toContain('my-own-key');
    expect(await rig.keyfob.app.tokens.handOut(id, 'person')).toMatchObject({
      failure: { kind: 'vaultLocked' },
    });
    expect(await rig.keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    expect(await unlockWith(rig, 'wrong')).toMatchObject({ failure: { kind: 'wrongPassphrase' } });
    expect(await unlockWith(rig, 'x', 'recovery')).toMatchObject({ failure: { kind: 'wrongPassphrase' } });
    expect(vaultOf(rig).state).toBe('locked');
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect(rig.keyfob.stateOf(id)).toBe('fresh');
  });

  it('is not told of a copy that waited for its token', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    rig.keyfob.time.sleep(2 * hourMs);
    rig.keyfob.http.hold();
    const copied = rig.keyfob.app.copy.copy(id);
    await rig.keyfob.time.advance(0);
    await rig.keyfob.app.lock.lock('byUser');
    rig.keyfob.http.release();
    expect(await copied).toMatchObject({ ok: false });
    expect(rig.keyfob.clipboard.text).toBe('');
    expect(rig.keyfob.app.tokens.current(id)).toBe(null);
  });

  it('is not told what was asked for before', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    const revealed = rig.call('keys.reveal', { keyId: id, fieldId: 'clientSecret' });
    void rig.keyfob.app.lock.lock('byUser');
    expect(await revealed).toMatchObject({ failure: { kind: 'vaultLocked' } });
  });

  it('keeps the activity of its time, and what could not be written before', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    await rig.keyfob.time.advance(10_000);
    rig.keyfob.vault.isFull = true;
    await rig.keyfob.app.lock.lock('byUser');
    rig.keyfob.vault.isFull = false;
    await unlockWith(rig, 'wrong');
    await rig.keyfob.time.advance(10_000);
    await unlockWith(rig);
    expect(await kindsOf(rig.keyfob)).toEqual(['added', 'issued', 'locked', 'unlockFailed', 'unlocked']);
  });

  it('does not open by a try again, nor when a keyring answers late', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    await rig.keyfob.app.lock.lock('byUser');
    await rig.call('vault.retry', {});
    expect(vaultOf(rig).state).toBe('locked');
    expect(rig.keyfob.app.snapshot().keys).toEqual([]);
  });
});

describe('a vault locks by itself', () => {
  it.each([
    ['screenLocked', 'lockWithScreen', 'screenLocked'],
    ['suspend', 'lockOnSuspend', 'suspended'],
  ] as const)('at %s, if %s and there is a passphrase', async (event, setting, detail) => {
    const rig = await startWithLock();
    rig.keyfob.app.updateSettings({ [setting]: false });
    rig.keyfob.events.tell(event);
    expect(vaultOf(rig).state).toBe('osProtected');
    rig.keyfob.app.updateSettings({ [setting]: true });
    rig.keyfob.events.tell(event);
    expect(vaultOf(rig)).toMatchObject({ state: 'locked', detail });
    const without = await startWithLock(false);
    without.keyfob.events.tell(event);
    expect(vaultOf(without).state).toBe('osProtected');
  });

  it('when nobody used the computer for as long as is set', async () => {
    const rig = await startWithLock();
    rig.keyfob.desktop.idle.ms = 15 * minuteMs - 1;
    await rig.keyfob.time.advance(minuteMs);
    expect(vaultOf(rig).state).toBe('osProtected');
    rig.keyfob.desktop.idle.ms = 15 * minuteMs;
    await rig.keyfob.time.advance(minuteMs);
    expect(vaultOf(rig)).toMatchObject({ state: 'locked', detail: 'idle' });
  });

  it('when Keyfob was not used for as long, where the system does not say more', async () => {
    const rig = await startWithLock();
    rig.keyfob.desktop.idle.ms = null;
    await rig.keyfob.time.advance(14 * minuteMs);
    await rig.call('inbox.clear', {});
    await rig.keyfob.time.advance(14 * minuteMs);
    expect(vaultOf(rig).state).toBe('osProtected');
    // An open dialog asks for this by itself.
    await rig.call('activity.list', { search: '', kinds: null, keyId: null, beforeSerial: null });
    await rig.keyfob.time.advance(2 * minuteMs);
    expect(vaultOf(rig)).toMatchObject({ state: 'locked', detail: 'idle' });
    const never = await startWithLock();
    never.keyfob.app.updateSettings({ lockAfterIdleMinutes: null });
    never.keyfob.desktop.idle.ms = null;
    await never.keyfob.time.advance(24 * hourMs);
    expect(vaultOf(never).state).toBe('osProtected');
  });
});

describe('a vault without a passphrase', () => {
  it('is locked by hand, and a click opens it again', async () => {
    const rig = await startWithLock(false);
    const id = await rig.keyfob.add();
    await rig.call('vault.lock', {});
    await rig.keyfob.time.advance(0);
    expect(vaultOf(rig)).toMatchObject({ state: 'locked', slots: ['os'] });
    expect(await rig.call('vault.unlock', { with: 'os', secret: '' })).toMatchObject({ ok: true });
    expect(rig.keyfob.stateOf(id)).toBe('fresh');
  });

  it('that is in memory only is hidden, and nothing of it gets lost', async () => {
    const keyfob = new KeyfobInMemory();
    keyfob.lock();
    await keyfob.app.start();
    const call = callsOf(keyfob);
    const id = await keyfob.add();
    expect(keyfob.app.snapshot().vault.state).toBe('sessionOnly');
    await keyfob.app.lock.lock('byUser');
    expect(keyfob.app.snapshot()).toMatchObject({ vault: { state: 'locked', slots: ['os'] }, keys: [] });
    expect(await call('vault.unlock', { with: 'os', secret: '' })).toMatchObject({ ok: true });
    expect(keyfob.app.snapshot().vault.state).toBe('sessionOnly');
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});
