import { describe, expect, it } from 'vitest';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const jumps = [hourMs, -hourMs, dayMs, -dayMs, 365 * dayMs, -365 * dayMs];

function leftMs(keyfob: KeyfobInMemory): number {
  return (keyfob.app.snapshot().keys[0]?.token.expiresAtMs ?? 0) - keyfob.time.nowMs();
}

describe('a wall clock that is set', () => {
  it.each(jumps)(
    'by %i ms changes neither what is left of a token nor how often it is asked for',
    async (ms) => {
      const keyfob = await KeyfobInMemory.start();
      const id = await keyfob.add();
      await keyfob.time.advance(10 * minuteMs);
      keyfob.time.jump(ms);
      expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
      expect(keyfob.clipboard.text).toBe('token-1');
      expect(leftMs(keyfob)).toBe(50 * minuteMs);
      await keyfob.time.advance(35 * minuteMs);
      expect(keyfob.http.requests).toHaveLength(1);
      await keyfob.time.advance(10 * minuteMs);
      expect(keyfob.http.requests).toHaveLength(2);
      expect(leftMs(keyfob)).toBeGreaterThan(50 * minuteMs);
    },
  );

  it.each(jumps)('by %i ms is seen by the next tick, and what was corrected is stored', async (ms) => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.time.jump(ms);
    await keyfob.time.advance(31_000);
    const expiresAtMs = keyfob.viewOf(id)?.token.expiresAtMs;
    await keyfob.restart();
    expect(keyfob.viewOf(id)?.token.expiresAtMs).toBe(expiresAtMs);
    expect(leftMs(keyfob)).toBe(hourMs - 31_000);
    expect(keyfob.http.requests).toHaveLength(1);
  });

  it.each(jumps)('by %i ms during a request gives its token no other life', async (ms) => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.hold();
    const id = await keyfob.add();
    await keyfob.time.advance(5_000);
    keyfob.time.jump(ms);
    await keyfob.time.advance(5_000);
    keyfob.http.release();
    await keyfob.time.advance(0);
    expect(leftMs(keyfob)).toBe(hourMs - 10_000);
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    await keyfob.time.advance(5 * minuteMs);
    expect(keyfob.http.requests).toHaveLength(1);
  });

  it('neither stretches a pause after a failure nor ends it', async () => {
    for (const ms of jumps) {
      const keyfob = await KeyfobInMemory.start();
      keyfob.http.answerWith(json(429, {}, { 'retry-after': '600' }));
      const id = await keyfob.add();
      keyfob.time.jump(ms);
      await keyfob.time.advance(9 * minuteMs);
      expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'rateLimited' } });
      expect(keyfob.http.requests).toHaveLength(1);
      await keyfob.time.advance(2 * minuteMs);
      expect(keyfob.stateOf(id)).toBe('fresh');
    }
  });

  it('never lengthens what the provider named as an instant', async () => {
    const keyfob = await KeyfobInMemory.start();
    const nowS = keyfob.time.nowMs() / 1000;
    const jwt = `e30.${btoa(JSON.stringify({ exp: nowS + 3600 })).replaceAll('=', '')}.c2ln`;
    keyfob.http.answerWith(json(200, { access_token: jwt, token_type: 'Bearer' }));
    await keyfob.add();
    keyfob.time.jump(30 * minuteMs);
    keyfob.events.tell('focus');
    expect(keyfob.app.snapshot().keys[0]?.token).toMatchObject({ lifetimeSource: 'jwt' });
    expect(leftMs(keyfob)).toBe(30 * minuteMs);
    keyfob.time.jump(-50 * minuteMs);
    keyfob.events.tell('focus');
    expect(leftMs(keyfob)).toBe(30 * minuteMs);
  });

  it('leaves the token of a key that was edited meanwhile alone', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    keyfob.http.answerWith(fail('unreachable'));
    const fields = { host: 'https://cloud-api.celerdata.com', clientId: 'b', clientSecret: 'b' };
    const edited = keyfob.app.keys.edit(id, { ...draftOf(keyfob), fields });
    keyfob.time.jump(hourMs);
    keyfob.events.tell('focus');
    await edited;
    await keyfob.time.advance(0);
    expect(await keyfob.vault.read('token', id)).toEqual({ ok: true, value: null });
  });
});

it('a clock that was set right before the end of a run is seen at that end', async () => {
  const keyfob = await KeyfobInMemory.start();
  const id = await keyfob.add();
  keyfob.time.jump(-hourMs);
  keyfob.time.sleep(hourMs);
  await keyfob.restart();
  expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  expect(keyfob.clipboard.text).toBe('token-2');
});

describe('a sleep', () => {
  it('is no change of the clock: tokens get older in it', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    keyfob.time.sleep(30 * minuteMs);
    await keyfob.time.advance(1_000);
    expect(leftMs(keyfob)).toBe(30 * minuteMs - 1_000);
    expect(keyfob.log.lines.join()).not.toContain('clock.set');
  });
});

function draftOf(keyfob: KeyfobInMemory) {
  const view = keyfob.app.snapshot().keys[0];
  if (view === undefined) throw new Error('no key');
  const { name, description, presetId, extraCaPem, keyExpiresAtMs, minimumValidityS } = view;
  return { name, description, presetId, extraCaPem, keyExpiresAtMs, minimumValidityS, createdAtMs: null };
}
