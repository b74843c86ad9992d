import { expect, it } from 'vitest';
import { fail } from '#core/failure';
import { holdUp, type LockRig, startWithLock, unlockWith } from './lock-rig.ts';

const hourMs = 3_600_000;

/** A key whose token is too old, so that a copy has to ask its provider, which does not answer yet. */
async function startWithOldToken() {
  const rig = await startWithLock();
  const id = await rig.keyfob.add({ name: 'my-own-key' });
  rig.keyfob.time.sleep(2 * hourMs);
  rig.keyfob.http.hold();
  return { rig, id };
}

function told({ keyfob }: LockRig): string[] {
  return keyfob.notifier.notices.map(({ title, body }) => `${title} ${body}`);
}

it('a copy that a lock cut off says so, without the name of the key, and not that it waits', async () => {
  const { rig, id } = await startWithOldToken();
  const copied = rig.keyfob.tray.copy(id);
  await rig.keyfob.time.advance(500);
  await rig.keyfob.app.lock.lock('byUser');
  await rig.keyfob.time.advance(5_000);
  expect(told(rig)).toEqual([]);
  rig.keyfob.http.release();
  await copied;
  expect(told(rig)).toEqual(['Keyfob is locked The copy was given up. Unlock Keyfob, then copy again.']);
  rig.keyfob.notifier.notices[0]?.onClick?.();
  expect(rig.keyfob.opened).toEqual([null]);
});

it('a copy that fails behind a lock tells neither the key nor what its service said', async () => {
  const { rig, id } = await startWithOldToken();
  rig.keyfob.http.answerWith(fail('unreachable', { host: 'svc' }));
  const copied = rig.keyfob.tray.copy(id);
  await rig.keyfob.time.advance(0);
  void rig.keyfob.app.lock.lock('byUser');
  rig.keyfob.http.release();
  await copied;
  expect(told(rig)).toHaveLength(1);
  expect(told(rig).join()).not.toMatch(/my-own-key|svc/);
});

it('a copy that was done right at the lock is not called copied, as the lock clears it', async () => {
  const rig = await startWithLock();
  const id = await rig.keyfob.add({ name: 'my-own-key' });
  const goOn = holdUp(rig.keyfob.clipboard, 'write');
  const copied = rig.keyfob.tray.copy(id);
  await rig.keyfob.time.advance(0);
  const locked = rig.keyfob.app.lock.lock('byUser');
  goOn();
  await copied;
  await locked;
  expect(rig.keyfob.clipboard.text).toBe('');
  expect(told(rig)).toEqual(['Keyfob is locked The copy was given up. Unlock Keyfob, then copy again.']);
});

it('a copy after the unlock names its key again', async () => {
  const rig = await startWithLock();
  const id = await rig.keyfob.add({ name: 'my-own-key' });
  await rig.keyfob.app.lock.lock('byUser');
  await unlockWith(rig);
  await rig.keyfob.tray.copy(id);
  expect(told(rig).join()).toContain('my-own-key Copied');
});

it('a notice that was being stored when the lock came is told after the unlock only', async () => {
  const rig = await startWithLock();
  await rig.keyfob.add({ name: 'my-own-key', keyExpiresAtMs: rig.keyfob.time.nowMs() + 5 * 24 * hourMs });
  const goOn = holdUp(rig.keyfob.vault, 'commit');
  await rig.keyfob.time.advance(5_000);
  const locked = rig.keyfob.app.lock.lock('byUser');
  goOn();
  await locked;
  await rig.keyfob.time.advance(5_000);
  expect(told(rig)).toEqual([]);
  await unlockWith(rig);
  await rig.keyfob.time.advance(5_000);
  expect(told(rig).join()).toContain('my-own-key expires');
});
