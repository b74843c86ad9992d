import { describe, expect, it } from 'vitest';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const refusal = json(401, { error: 'invalid_client' });

describe('a stored key', () => {
  it('gets a token at once and a new one at 80 % of its lifetime', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.lifetimeS = 30 * 60;
    const id = await keyfob.add();
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(keyfob.http.issued).toEqual(['token-1']);
    await keyfob.time.advance(23 * minuteMs);
    expect(keyfob.http.issued).toHaveLength(1);
    await keyfob.time.advance(minuteMs + 1);
    expect(keyfob.http.issued).toHaveLength(2);
  });

  it('never hands out a token with less than the promised validity, whenever it is copied', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.lifetimeS = 100;
    const id = await keyfob.add();
    for (let i = 0; i < 200; i++) {
      await keyfob.time.advance((i * 7919) % 13_000);
      const copied = await keyfob.app.copy.copy(id);
      if (!copied.ok) throw new Error(copied.failure.kind);
      expect((copied.value.expiresAtMs ?? 0) - keyfob.time.nowMs()).toBeGreaterThanOrEqual(50_000);
      expect(keyfob.clipboard.text).toBe(keyfob.http.issued.at(-1));
    }
  });

  it('has one exchange in flight, whoever asks', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.http.hold();
    keyfob.time.sleep(2 * 60 * minuteMs);
    const asked = Array.from({ length: 1000 }, () => keyfob.app.tokens.handOut(id, 'person'));
    keyfob.events.tell('online');
    await keyfob.time.advance(0);
    keyfob.http.release();
    const answers = await Promise.all(asked);
    expect(keyfob.http.requests).toHaveLength(2);
    expect(new Set(answers.map((answer) => (answer.ok ? answer.value.token.reveal() : 'failed')))).toEqual(
      new Set(['token-2']),
    );
  });

  it('is served from the vault after a restart without any request', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.restart();
    const copied = await keyfob.app.copy.copy(id);
    expect(copied.ok).toBe(true);
    expect(keyfob.clipboard.text).toBe('token-1');
    expect(keyfob.http.requests).toHaveLength(1);
  });

  it('is renewed after a sleep in which no timer ran', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.time.sleep(8 * 60 * minuteMs);
    await keyfob.time.advance(30_000);
    expect(keyfob.http.issued).toHaveLength(2);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('is not asked for in the first hour when its lifetime is 400 days', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.lifetimeS = 400 * 86_400;
    await keyfob.add();
    await keyfob.time.advance(60 * minuteMs);
    expect(keyfob.http.requests).toHaveLength(1);
  });
});

describe('a failing service', () => {
  it('is asked again with growing pauses while the old token stays usable', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.http.answerWith(...Array.from({ length: 400 }, () => fail('unreachable', { host: 'h' })));
    await keyfob.time.advance(51 * minuteMs);
    expect(keyfob.stateOf(id)).toBe('offline');
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(keyfob.clipboard.text).toBe('token-1');
    await keyfob.time.advance(60 * minuteMs);
    expect(keyfob.http.requests.length).toBeLessThan(40);
    const late = await keyfob.app.copy.copy(id);
    expect(late).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  });

  it('gets the pause that it asked for', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(json(429, {}, { 'retry-after': '600' }));
    const id = await keyfob.add();
    expect(keyfob.stateOf(id)).toBe('retrying');
    await keyfob.time.advance(9 * minuteMs);
    expect(keyfob.http.requests).toHaveLength(1);
    await keyfob.time.advance(2 * minuteMs);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a refused key', () => {
  it('is never asked again by itself, also after a restart, and is announced once', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(refusal);
    const id = await keyfob.add({ name: 'prod' });
    expect(keyfob.stateOf(id)).toBe('rejected');
    await keyfob.time.advance(2 * dayMs);
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    await keyfob.restart();
    await keyfob.time.advance(dayMs);
    expect(keyfob.stateOf(id)).toBe('rejected');
    expect(keyfob.http.requests).toHaveLength(1);
    expect(keyfob.notifier.warnings).toEqual(['prod can no longer be renewed']);
  });

  it('is asked again when the user retries', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(refusal);
    const id = await keyfob.add();
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await keyfob.restart();
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('is asked again with the new secret when it was edited', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(refusal);
    const id = await keyfob.add({ name: 'prod' });
    const fields = { host: 'https://cloud-api.celerdata.com', clientId: 'an-id', clientSecret: 'new-secret' };
    expect(await keyfob.app.keys.edit(id, draft({ name: 'prod', fields }))).toEqual({
      ok: true,
      value: undefined,
    });
    await keyfob.time.advance(0);
    expect(keyfob.stateOf(id)).toBe('fresh');
    const sent =
      keyfob.http.requests.at(-1)?.headers['authorization'] ??
      keyfob.http.requests.at(-1)?.headers['Authorization'];
    expect(atob(String(sent).replace('Basic ', ''))).toBe('an-id:new-secret');
  });
});

describe('an edit or a deletion during an exchange', () => {
  it('makes the answer to the old credentials worthless', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.hold();
    const added = await keyfob.app.keys.add(draft({ name: 'prod' }));
    if (!added.ok) throw new Error('not added');
    await keyfob.time.advance(0);
    const fields = {
      host: 'https://cloud-api.celerdata.com',
      clientId: 'other',
      clientSecret: 'other-secret',
    };
    await keyfob.app.keys.edit(added.value.keyId, draft({ name: 'prod', fields }));
    keyfob.http.release();
    await keyfob.time.advance(0);
    expect(keyfob.http.requests).toHaveLength(2);
    await keyfob.app.copy.copy(added.value.keyId);
    expect(keyfob.clipboard.text).toBe('token-2');
  });

  it('brings nothing back', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.hold();
    const added = await keyfob.app.keys.add(draft());
    if (!added.ok) throw new Error('not added');
    await keyfob.time.advance(0);
    await keyfob.app.keys.delete(added.value.keyId);
    keyfob.http.release();
    await keyfob.time.advance(0);
    expect(keyfob.app.snapshot().keys).toEqual([]);
    await keyfob.restart();
    expect(keyfob.app.snapshot().keys).toEqual([]);
  });
});
