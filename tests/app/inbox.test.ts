import { describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { KeyId } from '#core/api-key';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const inDays = (keyfob: KeyfobInMemory, days: number) => keyfob.time.nowMs() + days * dayMs;
const kinds = (keyfob: KeyfobInMemory) => keyfob.app.snapshot().inbox.items.map(({ kind }) => kind);
const callsOf = (keyfob: KeyfobInMemory) => callHandlers(keyfob.app, new MemoryShell());
const refusal = json(401, { error: 'invalid_client' });

describe('the inbox', () => {
  it('holds each notice of a digest, the most urgent first and the newest above', async () => {
    const keyfob = await KeyfobInMemory.start();
    const late = await keyfob.add({ name: 'late', keyExpiresAtMs: inDays(keyfob, 6) });
    const soon = await keyfob.add({ name: 'soon', keyExpiresAtMs: inDays(keyfob, 5) });
    keyfob.http.answerWith(refusal);
    const lost = await keyfob.add({ name: 'lost' });
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.notices.at(-1)).toMatchObject({
      title: '3 notices about your keys',
      body: '1 key can no longer be renewed: lost. 2 keys expire soon: soon in 4 days, late in 5 days. Click to open the first.',
    });
    keyfob.notifier.notices.at(-1)?.onClick?.();
    expect(keyfob.opened).toEqual([lost]);
    await keyfob.add({ name: 'later', keyExpiresAtMs: inDays(keyfob, 1) });
    await keyfob.time.advance(5_000);
    const { items, unread } = keyfob.app.snapshot().inbox;
    expect(items.map(({ keyName }) => keyName)).toEqual(['later', 'lost', 'soon', 'late']);
    expect(items[1]).toMatchObject({ kind: 'tokenLost', failure: { kind: 'refused' }, isRead: false });
    expect(items.map(({ keyId }) => keyId).slice(2)).toEqual([soon, late]);
    expect(unread).toBe(4);
  });

  it('survives a restart, with what was read', async () => {
    const keyfob = await KeyfobInMemory.start();
    for (const days of [5, 6]) await keyfob.add({ keyExpiresAtMs: inDays(keyfob, days) });
    await keyfob.time.advance(minuteMs);
    const [first] = keyfob.app.snapshot().inbox.items;
    await callsOf(keyfob)['inbox.markRead']({ itemIds: [first?.id ?? '', 'unknown'] });
    expect(keyfob.app.snapshot().inbox.unread).toBe(1);
    const before = keyfob.app.snapshot().inbox;
    await keyfob.restart();
    expect(keyfob.app.snapshot().inbox).toEqual(before);
    await callsOf(keyfob)['inbox.clear']({});
    await keyfob.restart();
    await keyfob.time.advance(minuteMs);
    expect(keyfob.app.snapshot().inbox).toEqual({ items: [], unread: 0, notifications: 'shown' });
  });

  it('can be cleared and brought back, below what came since and as unread as it was', async () => {
    const keyfob = await KeyfobInMemory.start();
    const calls = callsOf(keyfob);
    for (const days of [5, 6]) await keyfob.add({ name: `in ${days}`, keyExpiresAtMs: inDays(keyfob, days) });
    await keyfob.time.advance(5_000);
    const names = () => keyfob.app.snapshot().inbox.items.map(({ keyName }) => keyName);
    const before = names();
    await calls['inbox.clear']({});
    expect(names()).toEqual([]);
    await keyfob.add({ name: 'new', keyExpiresAtMs: inDays(keyfob, 1) });
    await keyfob.time.advance(5_000);
    expect(await calls['inbox.undoClear']({})).toEqual({ ok: true, value: { restored: 2 } });
    expect(names()).toEqual(['new', ...before]);
    expect(keyfob.app.snapshot().inbox.unread).toBe(3);
    expect(await calls['inbox.undoClear']({})).toEqual({ ok: true, value: { restored: 0 } });
    expect(names().length).toBe(3);
    await keyfob.restart();
    expect(names().length).toBe(3);
  });

  it('brings nothing back after a lock', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add({ keyExpiresAtMs: inDays(keyfob, 5) });
    await keyfob.time.advance(5_000);
    await callsOf(keyfob)['inbox.clear']({});
    await keyfob.app.inbox.forget();
    await keyfob.app.inbox.restore();
    expect(await callsOf(keyfob)['inbox.undoClear']({})).toEqual({ ok: true, value: { restored: 0 } });
    expect(keyfob.app.snapshot().inbox.items).toEqual([]);
  });

  it('keeps the name of a key that is gone', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 5) });
    await keyfob.time.advance(5_000);
    await keyfob.app.keys.delete(id);
    await keyfob.time.advance(5_000);
    const gone = { keyName: 'prod', keyId: null };
    expect(keyfob.app.snapshot().inbox.items).toMatchObject([gone]);
    await keyfob.restart();
    expect(keyfob.app.snapshot().inbox.items).toMatchObject([gone]);
  });

  it('tells of a notice that the disk did not take, and stores it when it does', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 20) });
    await keyfob.time.advance(5_000);
    keyfob.vault.isFull = true;
    keyfob.time.sleep(10 * dayMs);
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toEqual(['prod expires in 19 days', 'prod expires in 9 days']);
    const [item] = keyfob.app.snapshot().inbox.items;
    expect(await callsOf(keyfob)['inbox.markRead']({ itemIds: [item?.id ?? ''] })).toMatchObject({
      failure: { kind: 'vaultWriteFailed' },
    });
    expect(keyfob.app.snapshot().inbox.unread).toBe(2);
    keyfob.vault.isFull = false;
    await keyfob.time.advance(minuteMs);
    await keyfob.restart();
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toHaveLength(2);
    expect(keyfob.app.snapshot().inbox.items).toHaveLength(2);
  });

  it('stores a notice before it is shown: a crash in between shows nothing, and repeats nothing', async () => {
    for (const isKept of [true, false]) {
      const keyfob = await KeyfobInMemory.start();
      keyfob.settings.update({ unusedAfterDays: 1 });
      await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 5) });
      await keyfob.time.advance(1_000);
      keyfob.vault.crashAt(1, isKept);
      await keyfob.time.advance(5_000);
      expect(keyfob.vault.hasCrashed).toBe(true);
      expect(keyfob.notifier.warnings).toEqual([]);
      await keyfob.restart();
      await keyfob.time.advance(5_000);
      expect(kinds(keyfob)).toEqual(['keyExpires']);
      expect(keyfob.notifier.warnings).toHaveLength(isKept ? 0 : 1);
    }
  });

  it('tells once that stored records cannot be read, and tells the activity log of each notice', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 5) });
    await keyfob.time.advance(5_000);
    const activity = await keyfob.app.activity.all();
    expect(activity.ok && activity.value.at(-1)).toMatchObject({
      kind: 'notified',
      keyName: 'prod',
      detail: 'keyExpires',
    });
    await keyfob.app.inbox.addAltered();
    await keyfob.app.inbox.addAltered();
    expect(kinds(keyfob)).toEqual(['recordsAltered', 'keyExpires']);
    await keyfob.time.advance(2 * minuteMs);
    keyfob.notifier.notices.at(-1)?.onClick?.();
    expect(keyfob.notifier.warnings.at(-1)).toBe('Stored records were changed or cannot be read');
    expect(keyfob.opened).toEqual([null]);
  });
});

describe('a snooze', () => {
  const snooze = (keyfob: KeyfobInMemory, keyId: KeyId, until: 'day' | 'week' | 'expiry' | 'none') =>
    callsOf(keyfob)['notices.snooze']({ keyId, until });

  it('puts reminders off, also over a restart, and ends with one of the time that is left', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 15) });
    await keyfob.time.advance(5_000);
    await snooze(keyfob, id, 'week');
    const untilMs = keyfob.time.nowMs() + 7 * dayMs;
    expect(keyfob.viewOf(id)?.snoozedUntilMs).toBe(untilMs);
    keyfob.time.sleep(3 * dayMs);
    await keyfob.restart();
    await keyfob.time.advance(minuteMs);
    expect(keyfob.viewOf(id)?.snoozedUntilMs).toBe(untilMs);
    expect(keyfob.notifier.warnings).toEqual(['prod expires in 14 days']);
    keyfob.time.sleep(4 * dayMs);
    await keyfob.restart();
    await keyfob.time.advance(minuteMs);
    await keyfob.restart();
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toEqual(['prod expires in 14 days', 'prod expires in 7 days']);
    expect(keyfob.viewOf(id)?.snoozedUntilMs).toBeNull();
  });

  it('until the expiry leaves the expiry alone; one that is taken back tells what was missed', async () => {
    const keyfob = await KeyfobInMemory.start();
    const [end, back] = [
      await keyfob.add({ name: 'end', keyExpiresAtMs: inDays(keyfob, 10) }),
      await keyfob.add({ name: 'back', keyExpiresAtMs: inDays(keyfob, 10) }),
    ];
    await keyfob.time.advance(5_000);
    for (const id of [end, back]) await snooze(keyfob, id, 'expiry');
    keyfob.time.sleep(9.5 * dayMs);
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toEqual(['2 keys expire soon']);
    await snooze(keyfob, back, 'none');
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings.at(-1)).toBe('back expires in 11 h');
    keyfob.time.sleep(dayMs);
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings.at(-1)).toBe('2 keys have expired');
    expect(keyfob.notifier.warnings).toHaveLength(3);
  });

  it('is refused for a key that never expires, or is gone', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    expect(await snooze(keyfob, id, 'expiry')).toMatchObject({ failure: { kind: 'invalidInput' } });
    expect(await snooze(keyfob, 'gone' as KeyId, 'day')).toMatchObject({ failure: { kind: 'keyNotFound' } });
  });
});

describe('lead times', () => {
  it('of a key are stored in order, and hold at once', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 50) });
    const set = (noticeLeadDays: number[] | null) =>
      callsOf(keyfob)['keys.setNoticeLeadDays']({ keyId: id, noticeLeadDays });
    expect(await set([5, 60, 5])).toEqual({ ok: true, value: {} });
    await keyfob.time.advance(5_000);
    expect(keyfob.notifier.warnings).toEqual(['prod expires in 49 days']);
    await keyfob.restart();
    expect(keyfob.viewOf(id)?.noticeLeadDays).toEqual([60, 5]);
    await set(null);
    expect(keyfob.viewOf(id)?.noticeLeadDays).toBeNull();
    keyfob.vault.isFull = true;
    expect(await set([1])).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(keyfob.viewOf(id)?.noticeLeadDays).toBeNull();
  });

  it('of the settings hold at once', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add({ name: 'prod', keyExpiresAtMs: inDays(keyfob, 50) });
    await keyfob.time.advance(5_000);
    expect(kinds(keyfob)).toEqual([]);
    await callsOf(keyfob)['settings.update']({ noticeLeadDays: { exchanged: [60], static: [] } });
    await callsOf(keyfob)['settings.update']({ rotateAfterDays: 30 });
    await keyfob.time.advance(5_000);
    expect(kinds(keyfob)).toEqual(['keyExpires']);
    keyfob.time.sleep(30 * dayMs);
    await keyfob.time.advance(minuteMs);
    expect(kinds(keyfob)).toEqual(['rotationDue', 'keyExpires']);
    expect(keyfob.notifier.warnings.at(-1)).toBe('prod is due for a new secret');
  });
});
