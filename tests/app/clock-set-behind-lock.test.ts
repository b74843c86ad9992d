import { describe, expect, it } from 'vitest';
import { fail } from '#core/failure';
import { MemoryVault } from '../simulation/memory-vault.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { callsOf, holdUp, type LockRig, passphrase, startWithLock, unlockWith } from './lock-rig.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const jumps = [25 * minuteMs, -25 * minuteMs, hourMs, -hourMs, 365 * 24 * hourMs, -365 * 24 * hourMs];

/** Time in which the app looks at the clocks, as often as it does by itself. */
async function pass(rig: LockRig, ms: number): Promise<void> {
  rig.keyfob.desktop.idle.ms = 0;
  await rig.keyfob.time.advance(ms);
}

function leftMs({ keyfob }: LockRig): number {
  return (keyfob.app.snapshot().keys[0]?.token.expiresAtMs ?? 0) - keyfob.time.nowMs();
}

async function lockAndUnlock(rig: LockRig, meanwhile: () => unknown): Promise<void> {
  await rig.keyfob.app.lock.lock('byUser');
  await meanwhile();
  expect(await unlockWith(rig)).toMatchObject({ ok: true });
}

/** With a vault whose records outlive a restart. */
async function startWithRecords(): Promise<LockRig & { keyring: MemoryVault['keyring'] }> {
  const records = new Map();
  const made = { keyring: 'working' as MemoryVault['keyring'] };
  const newVault = () => {
    const vault = new MemoryVault(records);
    vault.passphrase = passphrase;
    vault.keyring = made.keyring;
    return vault;
  };
  const keyfob = await KeyfobInMemory.start({ vault: newVault });
  const call: LockRig['call'] = (name, input) => callsOf(keyfob)(name, input);
  return Object.assign(made, { keyfob, vault: keyfob.access as MemoryVault, call });
}

describe('a clock that is set behind a lock', () => {
  it('makes no expired token fresh again', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    await pass(rig, 30 * minuteMs);
    await lockAndUnlock(rig, async () => {
      rig.keyfob.time.jump(-25 * minuteMs);
      await pass(rig, 41 * minuteMs);
    });
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(rig.keyfob.clipboard.text).toBe('token-2');
  });

  it.each(jumps)('by %i ms changes not what is left of a token, in memory and stored', async (ms) => {
    const rig = await startWithRecords();
    await rig.keyfob.add();
    await lockAndUnlock(rig, async () => {
      await pass(rig, 10 * minuteMs);
      rig.keyfob.time.jump(ms);
      await pass(rig, 10 * minuteMs);
    });
    expect(leftMs(rig)).toBe(40 * minuteMs);
    await rig.keyfob.time.advance(0);
    await rig.keyfob.restart();
    expect(leftMs(rig)).toBe(40 * minuteMs);
    expect(rig.keyfob.http.requests).toHaveLength(1);
  });

  it('counts by all that it was set, once, over wrong passphrases and further locks', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    await lockAndUnlock(rig, async () => {
      rig.keyfob.time.jump(-hourMs);
      await pass(rig, 5 * minuteMs);
      expect(await unlockWith(rig, 'wrong')).toMatchObject({ ok: false });
      await rig.keyfob.app.lock.lock('byUser');
      rig.keyfob.time.jump(3 * hourMs);
      await pass(rig, 5 * minuteMs);
    });
    expect(leftMs(rig)).toBe(50 * minuteMs);
    await lockAndUnlock(rig, () => {});
    expect(leftMs(rig)).toBe(50 * minuteMs);
    await lockAndUnlock(rig, () => rig.keyfob.time.jump(-hourMs));
    expect(leftMs(rig)).toBe(50 * minuteMs);
    rig.keyfob.time.jump(hourMs);
    await pass(rig, minuteMs);
    expect(leftMs(rig)).toBe(49 * minuteMs);
  });

  it('counts once where the user wants tokens to be renewed behind the lock', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    await rig.call('settings.update', { refreshWhenLocked: true });
    await lockAndUnlock(rig, async () => {
      rig.keyfob.time.jump(-hourMs);
      await pass(rig, 10 * minuteMs);
    });
    expect(leftMs(rig)).toBe(50 * minuteMs);
    await rig.call('settings.update', { refreshWhenLocked: false });
    await lockAndUnlock(rig, () => {});
    expect(leftMs(rig)).toBe(50 * minuteMs);
  });

  it('does not count for a token that came afterwards', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    await lockAndUnlock(rig, async () => {
      rig.keyfob.time.jump(-hourMs);
      await pass(rig, 2 * hourMs);
    });
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
    await lockAndUnlock(rig, () => pass(rig, 10 * minuteMs));
    expect(leftMs(rig)).toBe(50 * minuteMs);
  });

  it('counts also when it was set right before the lock and the disk is slow', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    const goOn = holdUp(rig.keyfob.vault, 'read');
    rig.keyfob.time.jump(hourMs);
    rig.keyfob.events.tell('focus');
    const locked = rig.keyfob.app.lock.lock('byUser');
    await rig.keyfob.time.advance(0);
    goOn();
    await locked;
    await unlockWith(rig);
    expect(leftMs(rig)).toBe(hourMs);
  });

  it('never lengthens the life of a token that the disk did not take', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    await lockAndUnlock(rig, () => rig.keyfob.time.jump(-25 * minuteMs));
    rig.keyfob.vault.isFull = true;
    rig.keyfob.time.jump(-25 * minuteMs);
    await pass(rig, minuteMs);
    await lockAndUnlock(rig, () => pass(rig, hourMs));
    rig.keyfob.vault.isFull = false;
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(rig.keyfob.clipboard.text).toBe('token-2');
  });

  it('keeps the pause after a failure', async () => {
    for (const ms of [hourMs, -hourMs]) {
      const rig = await startWithLock();
      rig.keyfob.http.answerWith(...Array(2).fill(fail('serviceFailed')));
      await rig.keyfob.add();
      const before = rig.keyfob.http.requests.length;
      await lockAndUnlock(rig, () => rig.keyfob.time.jump(ms));
      await pass(rig, 30_000);
      expect(rig.keyfob.http.requests, `${ms}`).toHaveLength(before);
      await pass(rig, minuteMs);
      expect(rig.keyfob.http.requests, `${ms}`).toHaveLength(before + 1);
    }
  });
});

describe('a vault of which nobody knows by which clock it is', () => {
  it('has no expired token made fresh, though it opens after the clock was set back', async () => {
    const rig = await startWithRecords();
    const id = await rig.keyfob.add();
    rig.keyring = 'unavailable';
    await rig.keyfob.restart();
    rig.keyfob.time.jump(-25 * minuteMs);
    await pass(rig, 71 * minuteMs);
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(rig.keyfob.clipboard.text).toBe('token-2');
  });

  it('has no token that lives longer, though it opens after the clock was set right', async () => {
    const rig = await startWithRecords();
    await rig.keyfob.add();
    rig.keyring = 'unavailable';
    await rig.keyfob.restart();
    rig.keyfob.time.jump(25 * minuteMs);
    await unlockWith(rig);
    expect(leftMs(rig)).toBe(35 * minuteMs);
  });

  it('is a backup, too: it may be from before the clock was set back', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    const stored = await rig.keyfob.vault.read('token', id);
    rig.keyfob.time.jump(-25 * minuteMs);
    await pass(rig, 46 * minuteMs);
    rig.vault.storedBackups = [{ id: 'b', madeAtMs: 0, generation: 1, sizeBytes: 1 }];
    const json = stored.ok ? (stored.value ?? '') : '';
    const restoreBackup = rig.vault.restoreBackup.bind(rig.vault);
    rig.vault.restoreBackup = async (backup) => {
      await rig.vault.commit([{ put: 'token', id, json }]);
      return restoreBackup(backup);
    };
    expect(await rig.call('vault.restoreBackup', { backupId: 'b' })).toMatchObject({ ok: true });
    await pass(rig, 25 * minuteMs);
    expect((await rig.keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(rig.keyfob.clipboard.text).not.toBe('token-1');
  });

  it('is kept apart from one that another did not take the place of', async () => {
    const rig = await startWithLock();
    await rig.keyfob.add();
    rig.vault.setAside = async () => fail('vaultWriteFailed');
    await lockAndUnlock(rig, async () => {
      rig.keyfob.time.jump(-hourMs);
      await pass(rig, 5 * minuteMs);
      expect(await rig.call('vault.startAnew', {})).toMatchObject({ ok: false });
      rig.keyfob.time.jump(-hourMs);
    });
    expect(leftMs(rig)).toBe(55 * minuteMs);
  });
});
