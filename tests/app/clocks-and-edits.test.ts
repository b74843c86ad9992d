import { describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import { fail } from '#core/failure';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const host = 'https://cloud-api.celerdata.com';
const staticKey = {
  presetId: 'dataos',
  fields: { host: 'https://x.dataos.app', apiKey: btoa('n.00000000-0000-4000-8000-000000000000') },
};

describe('a clock that is set back', () => {
  it('while Keyfob did not run makes a token of unknown age worthless and due at once', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.app.stop();
    keyfob.time.jump(-8 * 60 * minuteMs);
    await keyfob.restart();
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe('token-2');
    const left = (keyfob.app.snapshot().keys[0]?.token.expiresAtMs ?? 0) - keyfob.time.nowMs();
    expect(left).toBeLessThanOrEqual(60 * minuteMs);
  });

  it('does not stretch a pause after a failure', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(fail('serviceFailed'));
    const id = await keyfob.add();
    keyfob.time.jump(-8 * 60 * minuteMs);
    await keyfob.time.advance(31_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a busy loop', () => {
  it('does not arise from a static key that has expired', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ ...staticKey, keyExpiresAtMs: keyfob.time.nowMs() - dayMs });
    const before = keyfob.app.snapshot().revision;
    await keyfob.time.advance(10_000);
    expect(keyfob.app.snapshot().revision - before).toBeLessThan(5);
    expect(keyfob.stateOf(id)).toBe('needsYou');
  });

  it('does not arise from an edit during an exchange', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.hold();
    const id = await keyfob.add({ name: 'prod' });
    const fields = { host, clientId: 'other', clientSecret: 'other' };
    await keyfob.app.keys.edit(id, draft({ name: 'prod', fields }));
    const before = keyfob.app.snapshot().revision;
    await keyfob.time.advance(10_000);
    expect(keyfob.app.snapshot().revision - before).toBeLessThan(5);
    expect(keyfob.http.requests).toHaveLength(1);
    keyfob.http.release();
    await keyfob.time.advance(0);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('does not arise from tokens that live for a second', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.lifetimeS = 1;
    await keyfob.add();
    await keyfob.time.advance(minuteMs);
    expect(keyfob.http.requests.length).toBeLessThanOrEqual(31);
  });
});

describe('a stored secret', () => {
  it('is not sent to another address than the one that it was entered for', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    const calls = callHandlers(keyfob.app, new MemoryShell());
    const asked = keyfob.http.requests.length;
    const elsewhere = { host: 'https://evil.example', clientId: 'an-id' };
    const refusal = { failure: { kind: 'invalidInput', field: 'clientSecret', reason: 'addressChanged' } };
    const moved = draft({ name: 'prod', fields: elsewhere });
    expect(await calls['keys.test']({ runId: 'run', keyId: id, draft: moved })).toMatchObject(refusal);
    expect(await calls['keys.edit']({ keyId: id, draft: moved })).toMatchObject(refusal);
    const tokenUrl = 'https://evil.example/token';
    const otherPreset = draft({ presetId: 'oauth2', name: 'prod', fields: { tokenUrl, clientId: 'an-id' } });
    expect((await calls['keys.test']({ runId: 'run', keyId: id, draft: otherPreset })).ok).toBe(false);
    expect(keyfob.http.requests).toHaveLength(asked);
  });

  it('may be entered anew together with another address', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    const fields = { host: 'https://other.example', clientId: 'an-id', clientSecret: 'new' };
    expect((await keyfob.app.keys.edit(id, draft({ name: 'prod', fields }))).ok).toBe(true);
  });
});

describe('an edit', () => {
  it('of the description or the expiry keeps the token, also while the service is down', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    keyfob.http.answerWith(...Array.from({ length: 50 }, () => fail('unreachable')));
    await keyfob.time.advance(51 * minuteMs);
    expect(keyfob.stateOf(id)).toBe('offline');
    const fields = { host, clientId: 'an-id' };
    const keyExpiresAtMs = keyfob.time.nowMs() + 90 * dayMs;
    await keyfob.app.keys.edit(id, draft({ name: 'prod', description: 'new', fields, keyExpiresAtMs }));
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(keyfob.clipboard.text).toBe('token-1');
  });

  it('keeps the date of creation and the order of recent use', async () => {
    const keyfob = await KeyfobInMemory.start();
    const createdAtMs = Date.UTC(2024, 0, 1);
    const id = await keyfob.add({ name: 'zeta', createdAtMs });
    await keyfob.add({ name: 'alpha' });
    await keyfob.app.copy.copy(id);
    const fields = { host, clientId: 'an-id', clientSecret: 'new' };
    await keyfob.app.keys.edit(id, draft({ name: 'zeta', fields }));
    await keyfob.restart();
    expect(keyfob.app.snapshot().keys.find((key) => key.id === id)?.createdAtMs).toBe(createdAtMs);
    const entries = keyfob.app.tray().items.filter((item) => item.kind === 'copy');
    expect(entries[0]).toMatchObject({ keyId: id });
  });
});

describe('a rate-limited key', () => {
  it('is not asked by copies before the pause is over, nor by opening the vault again', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(json(429, {}, { 'retry-after': '600' }));
    const id = await keyfob.add();
    for (let i = 0; i < 10; i++) {
      expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'rateLimited' } });
      await keyfob.app.lock.open();
      await keyfob.time.advance(1_000);
    }
    expect(keyfob.http.requests).toHaveLength(1);
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a key that waits after failures', () => {
  /** Its service fails four times, so that it waits for minutes. */
  async function waiting() {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array.from({ length: 4 }, () => json(503, {})));
    const id = await keyfob.add();
    for (let i = 0; i < 3; i++) await keyfob.app.tokens.renew(id);
    expect(keyfob.http.requests).toHaveLength(4);
    return { keyfob, id };
  }

  it('is asked for soon after a sleep of which somebody tells', async () => {
    const { keyfob, id } = await waiting();
    keyfob.events.tell('suspend');
    keyfob.time.sleep(61_000);
    keyfob.events.tell('resume');
    await keyfob.time.advance(1_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('is asked for soon after a sleep of which nobody tells', async () => {
    const { keyfob, id } = await waiting();
    keyfob.time.sleep(61_000);
    await keyfob.time.advance(31_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('rests a minute, however short the sleep', async () => {
    const { keyfob } = await waiting();
    keyfob.events.tell('suspend');
    keyfob.time.sleep(20_000);
    keyfob.events.tell('resume');
    await keyfob.time.advance(1_000);
    expect(keyfob.http.requests).toHaveLength(4);
  });
});

describe('a program that asks in a loop', () => {
  it('gets the known failure, and makes no request, until a quarter of an hour after it', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array.from({ length: 100 }, () => fail('unreachable')));
    const id = await keyfob.add();
    await keyfob.time.advance(4 * minuteMs);
    const before = keyfob.http.requests.length;
    for (let i = 0; i < 9; i++) {
      expect(await keyfob.app.tokens.handOut(id, 'program')).toMatchObject({
        failure: { kind: 'unreachable' },
      });
      await keyfob.time.advance(1_000);
    }
    expect(keyfob.http.requests).toHaveLength(before);
    expect((await keyfob.app.copy.copy(id)).ok).toBe(false);
    expect(keyfob.http.requests).toHaveLength(before + 1);
  });
});

describe('a service that asks for patience', () => {
  it('is asked again for who waits, as soon as what it asked for is over', async () => {
    const keyfob = await KeyfobInMemory.start();
    const limited = () => json(429, {}, { 'retry-after': '3' });
    keyfob.http.answerWith(...Array.from({ length: 4 }, limited));
    const id = await keyfob.add();
    for (let i = 0; i < 3; i++) await keyfob.app.tokens.renew(id);
    await keyfob.time.advance(2_900);
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'rateLimited' } });
    await keyfob.time.advance(200);
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  });
});

describe('a service that repeats a cached token', () => {
  it('does not make it live longer by no longer saying how long it lives', async () => {
    const keyfob = await KeyfobInMemory.start();
    const cached = (expires_in: number) =>
      json(200, { access_token: 'cached', token_type: 'Bearer', expires_in });
    keyfob.http.answerWith(cached(3600), ...Array.from({ length: 100 }, () => cached(0)));
    const id = await keyfob.add();
    const expiresAtMs = keyfob.app.snapshot().keys[0]?.token.expiresAtMs;
    await keyfob.time.advance(59 * minuteMs + 30_000);
    expect(keyfob.app.snapshot().keys[0]?.token.expiresAtMs).toBe(expiresAtMs);
    expect((await keyfob.app.copy.copy(id)).ok).toBe(false);
    expect(keyfob.http.requests.length).toBeLessThan(60);
  });
});

describe('a network that comes back', () => {
  it('ends the pause of keys that failed for want of it', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array.from({ length: 9 }, () => fail('unreachable')));
    const id = await keyfob.add();
    await keyfob.time.advance(4 * minuteMs);
    expect(keyfob.stateOf(id)).toBe('offline');
    keyfob.http.answerWith();
    for (let i = 0; i < 9; i++) {
      keyfob.events.tell('online');
      await keyfob.time.advance(300);
    }
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});
