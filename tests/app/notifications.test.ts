import { describe, expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const inDays = (keyfob: KeyfobInMemory, days: number) => keyfob.time.nowMs() + days * dayMs;
const refusal = json(401, { error: 'invalid_client' });

describe('notifications', () => {
  /** Quiet from 22 to 7 o'clock of local time; it is now some minutes past this hour. */
  const atHour = async (hour: number) => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.settings.update({ quietHours: { fromMinute: 22 * 60, toMinute: 7 * 60 } });
    await keyfob.restart();
    const local = new Date(keyfob.time.nowMs());
    local.setHours(hour, 5, 0, 0);
    keyfob.time.jump(local.getTime() - keyfob.time.nowMs());
    return keyfob;
  };

  it('wait for the end of the quiet hours, also over a restart, and then are one; the inbox does not', async () => {
    const keyfob = await atHour(23);
    for (const days of [5, 6]) await keyfob.add({ keyExpiresAtMs: inDays(keyfob, days) });
    await keyfob.time.advance(minuteMs);
    keyfob.time.sleep(60 * minuteMs);
    await keyfob.add({ keyExpiresAtMs: inDays(keyfob, 7) });
    await keyfob.time.advance(minuteMs);
    expect([keyfob.app.snapshot().inbox.unread, keyfob.notifier.warnings]).toEqual([3, []]);
    await keyfob.restart();
    keyfob.time.sleep(6.7 * 60 * minuteMs);
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toEqual([]);
    keyfob.time.sleep(20 * minuteMs);
    await keyfob.time.advance(minuteMs);
    await keyfob.restart();
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toEqual(['3 keys expire soon']);
  });

  it('after the quiet hours leave out what was read, mended, put off or deleted meanwhile', async () => {
    const keyfob = await atHour(23);
    keyfob.http.answerWith(refusal);
    const mended = await keyfob.add({ name: 'mended' });
    const names = ['read', 'snoozed', 'deleted', 'left'];
    const ids = [];
    for (const name of names) ids.push(await keyfob.add({ name, keyExpiresAtMs: inDays(keyfob, 5) }));
    await keyfob.time.advance(minuteMs);
    const { items } = keyfob.app.snapshot().inbox;
    expect(items).toHaveLength(5);
    const read = items.find(({ keyName }) => keyName === 'read');
    await keyfob.app.inbox.markRead([read?.id ?? '']);
    await keyfob.app.inbox.snooze(ids[1] as KeyId, 'day');
    await keyfob.app.keys.delete(ids[2] as KeyId);
    await keyfob.app.tokens.renew(mended, true);
    await keyfob.time.advance(5_000);
    keyfob.time.sleep(9 * 60 * minuteMs);
    await keyfob.time.advance(minuteMs);
    expect(keyfob.notifier.warnings).toEqual(['left expires in 4 days']);
  });

  it('that cannot be shown are told with the next, once it can', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.notifier.available = false;
    await keyfob.add({ name: 'one', keyExpiresAtMs: inDays(keyfob, 5) });
    await keyfob.time.advance(minuteMs);
    expect(keyfob.app.snapshot().inbox).toMatchObject({ unread: 1, notifications: 'unavailable' });
    keyfob.notifier.available = true;
    keyfob.notifier.fails = true;
    await keyfob.time.advance(minuteMs);
    expect(keyfob.app.snapshot().inbox).toMatchObject({ unread: 1, notifications: 'failed' });
    await keyfob.add({ name: 'two', keyExpiresAtMs: inDays(keyfob, 6) });
    await keyfob.time.advance(minuteMs);
    await keyfob.restart();
    keyfob.notifier.fails = false;
    await keyfob.time.advance(11 * minuteMs);
    expect(keyfob.notifier.warnings).toEqual(['2 keys expire soon']);
    expect(keyfob.app.snapshot().inbox).toMatchObject({ unread: 2, notifications: 'shown' });
    await keyfob.time.advance(30 * minuteMs);
    expect(keyfob.notifier.warnings).toHaveLength(1);
  });

  it('of keys that fail one after the other are few', async () => {
    const keyfob = await KeyfobInMemory.start();
    for (let n = 0; n < 20; n++) {
      keyfob.http.answerWith(refusal);
      await keyfob.add();
      await keyfob.time.advance(10_000);
    }
    await keyfob.time.advance(15 * minuteMs);
    expect(keyfob.notifier.warnings).toEqual([
      expect.stringMatching(/^key \d+ can no longer be renewed$/),
      expect.stringMatching(/^\d keys can no longer be renewed$/),
      expect.stringMatching(/^1\d keys can no longer be renewed$/),
    ]);
    expect(keyfob.app.snapshot().inbox.items).toHaveLength(20);
  });
});
