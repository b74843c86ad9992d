import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '#core/failure';
import type { VaultOpening } from '#core/ports';
import { MemoryVault } from '../simulation/memory-vault.ts';
import { kindsOf } from './activity-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { callsOf, passphrase, startWithLock, unlockWith } from './lock-rig.ts';

const minuteMs = 60_000;

describe('the keyring', () => {
  it('does not open a vault with a passphrase after a lock', async () => {
    const { keyfob, call } = await startWithLock();
    await keyfob.app.lock.lock('byUser');
    const answer = await call('vault.unlock', { with: 'os', secret: '' });
    expect(answer).toMatchObject({ failure: { kind: 'notAllowed', reason: 'passphraseNeeded' } });
    expect(keyfob.app.snapshot().vault.state).toBe('locked');
  });

  it('does where the system itself asked who is there', async () => {
    let answer: Result<void> = fail('notAllowed', { reason: 'presenceNotConfirmed' });
    const asked: string[] = [];
    const { keyfob, call } = await startWithLock(true, {
      isAvailable: () => true,
      confirm: async (reason) => {
        asked.push(reason);
        return answer;
      },
    });
    await keyfob.app.lock.lock('byUser');
    expect(keyfob.app.snapshot().vault.slots).toEqual(['os', 'passphrase']);
    const refused = await call('vault.unlock', { with: 'os', secret: '' });
    expect(refused).toMatchObject({ failure: { reason: 'presenceNotConfirmed' } });
    answer = ok(undefined);
    expect((await call('vault.unlock', { with: 'os', secret: '' })).ok).toBe(true);
    expect(keyfob.app.snapshot().vault.state).toBe('osProtected');
    expect(asked).toHaveLength(2);
  });

  it('that does not answer keeps nobody out who has the passphrase', async () => {
    let answerNow: (opening: VaultOpening) => void = () => {};
    const vault = new MemoryVault();
    vault.passphrase = passphrase;
    const open = vault.open.bind(vault);
    vault.open = () => new Promise((resolve) => (answerNow = resolve));
    const keyfob = new KeyfobInMemory({ vault: () => vault });
    const started = keyfob.app.start();
    await keyfob.time.advance(5_000);
    expect(keyfob.app.snapshot().vault.state).toBe('opening');
    const call = callsOf(keyfob);
    expect((await call('vault.unlock', { with: 'passphrase', secret: passphrase })).ok).toBe(true);
    await started;
    vault.open = open;
    const id = await keyfob.add();
    answerNow({ state: 'locked', reason: 'notAnswering', slots: ['os', 'passphrase'] });
    await keyfob.time.advance(60 * minuteMs);
    expect(keyfob.app.snapshot().vault.state).toBe('osProtected');
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(keyfob.http.requests.length).toBeGreaterThan(1);
  });

  it('that is no way in leaves the vault closed at a start until the passphrase comes', async () => {
    const vault = new MemoryVault();
    vault.passphrase = passphrase;
    vault.hasKeyringSlot = false;
    const keyfob = await KeyfobInMemory.start({ vault: () => vault });
    expect(keyfob.app.snapshot().vault).toEqual({
      state: 'locked',
      detail: 'passphraseNeeded',
      slots: ['passphrase'],
    });
    expect((await callsOf(keyfob)('vault.unlock', { with: 'passphrase', secret: passphrase })).ok).toBe(true);
    const id = await keyfob.add();
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('wrong passphrases (CR-16)', () => {
  it('cost ever longer pauses, up to a minute, in which also the right one is not heard', async () => {
    const rig = await startWithLock();
    await rig.keyfob.app.lock.lock('byUser');
    const pauses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const answer = await unlockWith(rig, `wrong ${n}`);
      const pauseMs = (answer.ok ? undefined : answer.failure.retryAfterMs) ?? 0;
      pauses.push(pauseMs / 1_000);
      if (pauseMs === 0) continue;
      expect(rig.keyfob.app.snapshot().vault.triesFromMs).toBe(rig.keyfob.time.nowMs() + pauseMs);
      await rig.keyfob.time.advance(pauseMs - 1);
      expect(await unlockWith(rig)).toMatchObject({ failure: { kind: 'wrongPassphrase', retryAfterMs: 1 } });
      await rig.keyfob.time.advance(1);
    }
    expect(pauses).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect((await unlockWith(rig)).ok).toBe(true);
    expect(rig.keyfob.app.snapshot().vault.triesFromMs).toBeUndefined();
  });

  it('that come at once are heard one after the other, and setting the clock ends no pause', async () => {
    const rig = await startWithLock();
    await rig.keyfob.app.lock.lock('byUser');
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => unlockWith(rig, `wrong ${n}`)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(0);
    rig.keyfob.time.jump(24 * 60 * minuteMs);
    expect((await unlockWith(rig)).ok).toBe(false);
    await rig.keyfob.time.advance(1_000);
    expect((await unlockWith(rig)).ok).toBe(true);
    const failed = (await kindsOf(rig.keyfob)).filter((kind) => kind === 'unlockFailed');
    expect(failed).toHaveLength(4);
  });

  it('are the same for a question before a secret is shown or a passphrase is changed', async () => {
    const { keyfob, call } = await startWithLock();
    for (let n = 0; n < 2; n += 1) {
      await call('vault.confirm', { with: 'passphrase', secret: 'wrong' });
      await call('vault.setPassphrase', { current: 'wrong', passphrase: 'another one' });
    }
    const right = await call('vault.setPassphrase', { current: passphrase, passphrase: 'another one' });
    expect(right).toMatchObject({ failure: { kind: 'wrongPassphrase', retryAfterMs: 1_000 } });
    expect(keyfob.app.snapshot().vault.triesFromMs).toBeDefined();
  });
});

describe('a secret that is shown', () => {
  const fieldId = 'clientSecret';

  it('is asked for the passphrase first where the user wants it so, once in five minutes', async () => {
    const { keyfob, call } = await startWithLock();
    const keyId = await keyfob.add();
    await call('settings.update', { confirmBeforeReveal: true });
    const reveal = async () => {
      await keyfob.time.advance(2_000);
      return call('keys.reveal', { keyId, fieldId });
    };
    expect(await reveal()).toMatchObject({ failure: { kind: 'notAllowed', reason: 'confirmFirst' } });
    expect((await call('vault.confirm', { with: 'os', secret: '' })).ok).toBe(false);
    expect((await call('vault.confirm', { with: 'passphrase', secret: 'wrong' })).ok).toBe(false);
    // A vault that is open already is not a proof.
    expect((await call('vault.unlock', { with: 'passphrase', secret: 'wrong' })).ok).toBe(false);
    expect((await reveal()).ok).toBe(false);
    expect((await call('vault.confirm', { with: 'passphrase', secret: passphrase })).ok).toBe(true);
    expect((await reveal()).ok).toBe(true);
    await keyfob.time.advance(5 * minuteMs - 6_000);
    expect((await reveal()).ok).toBe(true);
    await keyfob.time.advance(4_000);
    expect((await reveal()).ok).toBe(false);
    await call('vault.confirm', { with: 'passphrase', secret: passphrase });
    await keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(2_000);
    expect((await reveal()).ok).toBe(false);
  });

  it('is still asked for until somebody who knows the passphrase switches that off', async () => {
    const { keyfob, call } = await startWithLock();
    await call('settings.update', { confirmBeforeReveal: true });
    const off = () => call('settings.update', { confirmBeforeReveal: false });
    expect(await off()).toMatchObject({ failure: { kind: 'notAllowed', reason: 'confirmFirst' } });
    expect(keyfob.app.settings.confirmBeforeReveal).toBe(true);
    await call('vault.confirm', { with: 'passphrase', secret: passphrase });
    expect((await off()).ok).toBe(true);
    expect(keyfob.app.settings.confirmBeforeReveal).toBe(false);
  });

  it('needs no confirmation where there is nothing to ask for', async () => {
    const { keyfob, call } = await startWithLock(false);
    const keyId = await keyfob.add();
    await call('settings.update', { confirmBeforeReveal: true });
    expect((await call('keys.reveal', { keyId, fieldId })).ok).toBe(true);
  });
});

describe('a vault that opens, and that the disk then does not give', () => {
  it('is not called damaged, and opens by the next try', async () => {
    const vault = new MemoryVault();
    const readAll = vault.readAll.bind(vault);
    vault.readAll = async () => fail('vaultDamaged');
    const keyfob = await KeyfobInMemory.start({ vault: () => vault });
    expect(keyfob.app.snapshot().vault).toMatchObject({ state: 'locked', detail: 'unusableFile' });
    vault.readAll = readAll;
    await callsOf(keyfob)('vault.retry', {});
    expect(keyfob.app.snapshot().vault.state).toBe('osProtected');
  });
});
