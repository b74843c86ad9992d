import { describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const host = 'https://cloud-api.celerdata.com';
const staticKey = {
  presetId: 'dataos',
  fields: { host: 'https://x.dataos.app', apiKey: btoa('n.00000000-0000-4000-8000-000000000000') },
};
const untimed = (access_token: string) => json(200, { access_token, token_type: 'Bearer' });

describe('to refresh all', () => {
  it('asks every provider once, tells how far it is, and leaves refused and static keys alone', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(json(401, { error: 'invalid_client' }));
    await keyfob.add();
    await keyfob.add(staticKey);
    const ids = [await keyfob.add(), await keyfob.add(), await keyfob.add()];
    const before = keyfob.http.requests.length;
    keyfob.http.answerWith(json(503, {}));
    const calls = callHandlers(keyfob.app, new MemoryShell());
    const running = calls['tokens.refreshAll']({});
    const joined = calls['tokens.refreshAll']({});
    void keyfob.app.tokens.renew(ids[0] as (typeof ids)[0]);
    expect(await running).toEqual({ ok: true, value: { renewed: 2, failed: 1 } });
    expect(await joined).toEqual({ ok: true, value: { renewed: 2, failed: 1 } });
    expect(keyfob.http.requests.length - before).toBe(3);
    expect(keyfob.refreshProgress).toEqual([
      { done: 1, all: 3 },
      { done: 2, all: 3 },
      { done: 3, all: 3 },
    ]);
  });
});

describe('a token that the user saw refused', () => {
  it('is dropped and another one fetched; an assumed lifetime is shortened to 90 % of its age, also after a restart', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(untimed('a'), untimed('b'), untimed('c'));
    const id = await keyfob.add();
    const lifeMs = () => {
      const token = keyfob.viewOf(id)?.token;
      return (token?.expiresAtMs ?? 0) - (token?.obtainedAtMs ?? 0);
    };
    const assumedMs = lifeMs();
    await keyfob.time.advance(20 * minuteMs);
    expect(assumedMs).toBeGreaterThan(20 * minuteMs);
    expect((await keyfob.app.reportRefused(id)).ok).toBe(true);
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe('b');
    expect(lifeMs()).toBe(18 * minuteMs);
    await keyfob.restart();
    await keyfob.app.tokens.renew(id);
    expect(lifeMs()).toBe(18 * minuteMs);
    keyfob.http.answerWith(untimed('d'));
    const fields = { host, clientId: 'an-id', clientSecret: 'another' };
    await keyfob.app.keys.edit(id, draft({ name: keyfob.app.nameOf(id), fields }));
    await keyfob.time.advance(0);
    expect(lifeMs()).toBe(assumedMs);
  });

  it('learns no less than a minute, and nothing where the provider says how long tokens live', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(untimed('a'), untimed('b'));
    const id = await keyfob.add();
    await keyfob.time.advance(1_000);
    await keyfob.app.reportRefused(id);
    const { obtainedAtMs, expiresAtMs } = keyfob.viewOf(id)?.token ?? {};
    expect((expiresAtMs ?? 0) - (obtainedAtMs ?? 0)).toBe(minuteMs);
    const timed = await keyfob.add();
    await keyfob.time.advance(20 * minuteMs);
    await keyfob.app.reportRefused(timed);
    expect((keyfob.viewOf(timed)?.token.expiresAtMs ?? 0) - keyfob.time.nowMs()).toBe(60 * minuteMs);
  });

  it('is not taken again when the provider gives the same one, and the user is told', async () => {
    const keyfob = await KeyfobInMemory.start();
    const same = json(200, { access_token: 'same', token_type: 'Bearer', expires_in: 3600 });
    keyfob.http.answerWith(same, same, same);
    const id = await keyfob.add();
    const told = { failure: { kind: 'unusableAnswer', reason: 'sameTokenAgain' } };
    expect(await keyfob.app.reportRefused(id)).toMatchObject(told);
    expect(await keyfob.app.copy.copy(id)).toMatchObject(told);
    expect((await keyfob.vault.read('token', id)).ok && keyfob.clipboard.text).toBe('');
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    expect(keyfob.clipboard.text).toBe('token-1');
  });

  it('of a static key cannot be replaced, and the key stays as it is', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add(staticKey);
    expect(await keyfob.app.reportRefused(id)).toMatchObject({ failure: { reason: 'sameTokenAgain' } });
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  });

  it('is not handed out any more while no other one comes', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.http.answerWith(json(503, {}), json(503, {}));
    expect(await keyfob.app.reportRefused(id)).toMatchObject({ failure: { kind: 'serviceFailed' } });
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'serviceFailed' } });
    await keyfob.restart();
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe('token-2');
  });
});
