import { describe, expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const asked = (keyfob: KeyfobInMemory) => keyfob.http.requests.length;

describe('a locked screen', () => {
  it('stops renewals where the user wants it so, but no hand-out, and all is planned anew when it is unlocked', async () => {
    const keyfob = await KeyfobInMemory.start();
    const [id, other] = [await keyfob.add(), await keyfob.add()];
    keyfob.app.updateSettings({ refreshWhileLocked: false });
    keyfob.events.tell('screenLocked');
    await keyfob.time.advance(3 * hourMs);
    keyfob.events.tell('focus');
    await keyfob.time.advance(minuteMs);
    expect(asked(keyfob)).toBe(2);
    expect((await keyfob.app.tokens.handOut(id, 'person')).ok).toBe(true);
    expect(asked(keyfob)).toBe(3);
    keyfob.events.tell('screenUnlocked');
    await keyfob.time.advance(0);
    expect(asked(keyfob)).toBe(4);
    expect(keyfob.stateOf(other)).toBe('fresh');
  });

  it('stops nothing otherwise', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    keyfob.events.tell('screenLocked');
    await keyfob.time.advance(hourMs);
    expect(asked(keyfob)).toBe(2);
  });
});

describe('a computer that sleeps', () => {
  it('begins no renewal from the word of it until it is awake', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.time.advance(49 * minuteMs);
    keyfob.events.tell('suspend');
    keyfob.time.sleep(10 * minuteMs);
    await keyfob.time.advance(0);
    expect(asked(keyfob)).toBe(1);
    keyfob.time.sleep(8 * hourMs);
    keyfob.events.tell('resume');
    await keyfob.time.advance(0);
    expect(asked(keyfob)).toBe(2);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('is seen to be awake within 30 s when nobody says so', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.events.tell('suspend');
    keyfob.time.sleep(8 * hourMs);
    await keyfob.time.advance(30_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a day without a network', () => {
  it('costs each of many keys at most 20 tries, and all are back within 60 s, not all at once (SC-06)', async () => {
    const keyfob = await KeyfobInMemory.start();
    const ids: KeyId[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await keyfob.add());
    keyfob.http.answerWith(...Array.from({ length: 10_000 }, () => fail('unreachable')));
    const before = asked(keyfob);
    await keyfob.time.advance(dayMs);
    expect(asked(keyfob) - before).toBeLessThanOrEqual(20 * 20);
    expect(asked(keyfob) - before).toBeGreaterThan(20 * 5);
    expect(keyfob.stateOf(ids[0] as KeyId)).toBe('offline');
    keyfob.http.forget();
    keyfob.events.tell('online');
    const backAt = asked(keyfob);
    await keyfob.time.advance(200);
    expect(asked(keyfob) - backAt).toBeLessThan(15);
    await keyfob.time.advance(1_300);
    expect(asked(keyfob) - backAt).toBe(20);
    for (const id of ids) expect(keyfob.stateOf(id)).toBe('fresh');
  }, 60_000);

  it('is looked for as often as ever although somebody tries to copy again and again', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array.from({ length: 21 }, () => fail('unreachable')));
    const id = await keyfob.add();
    for (let n = 0; n < 20; n += 1) await keyfob.app.copy.copy(id);
    await keyfob.time.advance(10_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('ends for all when a service answers one of them again, although nobody says that the network is back', async () => {
    const keyfob = await KeyfobInMemory.start();
    const [id, other] = [await keyfob.add(), await keyfob.add()];
    keyfob.http.answerWith(...Array.from({ length: 100 }, () => fail('unreachable')));
    await keyfob.time.advance(6 * hourMs);
    expect(keyfob.stateOf(other)).toBe('offline');
    keyfob.http.forget();
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    await keyfob.time.advance(1_000);
    expect(keyfob.stateOf(other)).toBe('fresh');
  });
});

describe('a broken service', () => {
  it('is asked at most 12 times an hour, also by hand-outs, but always when the user says so', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array.from({ length: 100 }, () => json(503, {})));
    const id = await keyfob.add();
    for (let minute = 0; minute < 60; minute += 1) {
      await keyfob.time.advance(minuteMs);
      if (asked(keyfob) >= 5) await keyfob.app.tokens.handOut(id, 'person');
    }
    expect(asked(keyfob)).toBeLessThanOrEqual(12);
    expect(await keyfob.app.tokens.handOut(id, 'person')).toMatchObject({
      failure: { kind: 'serviceFailed' },
    });
    const before = asked(keyfob);
    await keyfob.app.tokens.renew(id, true);
    expect(asked(keyfob)).toBe(before + 1);
  });
});

describe('many starts in a row', () => {
  it('ask for no key more than once a minute, whatever its service does (SC-08)', async () => {
    for (const answer of [
      json(503, {}),
      fail('timedOut'),
      json(200, { access_token: 'a', expires_in: 20 }),
    ]) {
      const keyfob = await KeyfobInMemory.start();
      keyfob.http.answerWith(...Array.from({ length: 200 }, () => answer));
      await keyfob.add();
      const before = asked(keyfob);
      for (let start = 0; start < 50; start += 1) {
        await keyfob.restart();
        await keyfob.time.advance(6_000);
      }
      expect(asked(keyfob) - before, JSON.stringify(answer)).toBeLessThanOrEqual(6);
      expect(asked(keyfob) - before).toBeGreaterThan(2);
    }
  });

  it('do not repeat a request that was under way', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    keyfob.time.sleep(2 * hourMs);
    keyfob.http.hold();
    for (let start = 0; start < 9; start += 1) {
      await keyfob.restart();
      await keyfob.time.advance(6_000);
    }
    expect(asked(keyfob)).toBe(2);
  });
});

describe('a storm of changes', () => {
  it('of hundreds of keys at once renews each once, what expires first at first', async () => {
    const keyfob = await KeyfobInMemory.start();
    for (let n = 0; n < 40; n += 1) {
      keyfob.http.lifetimeS = 3_600 + ((n * 7) % 40);
      const fields = { host: 'https://cloud-api.celerdata.com', clientId: `c${n}`, clientSecret: 's' };
      await keyfob.add(draft({ name: `k${n}`, fields }));
    }
    const ends = new Map(
      keyfob.app.snapshot().keys.map(({ clientId, token }) => [clientId, token.expiresAtMs ?? 0]),
    );
    const before = asked(keyfob);
    keyfob.time.sleep(2 * hourMs);
    await keyfob.time.advance(30_000);
    const order = keyfob.http.requests
      .slice(before)
      .map(
        ({ headers }) =>
          atob(String(headers['authorization'] ?? headers['Authorization']).slice(6)).split(':')[0],
      );
    expect(order).toHaveLength(40);
    const sorted = [...order].sort((a, b) => (ends.get(a ?? '') ?? 0) - (ends.get(b ?? '') ?? 0));
    expect(order.map((id) => ends.get(id ?? ''))).toEqual(sorted.map((id) => ends.get(id ?? '')));
  });
});
