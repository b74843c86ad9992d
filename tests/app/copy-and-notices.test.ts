import { describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import { fail } from '#core/failure';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const dayMs = 86_400_000;

describe('copy from the tray', () => {
  it('says how long the token is valid, never what it is', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    await keyfob.time.advance(13 * 60_000);
    await keyfob.tray.copy(id);
    expect(keyfob.notifier.notices.at(-1)).toMatchObject({ title: 'prod', body: 'Copied, valid 47 min' });
  });

  it('says what to do when nothing was copied, and a click opens the key', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(fail('unreachable', { host: 'svc' }), fail('unreachable', { host: 'svc' }));
    const id = await keyfob.add({ name: 'prod' });
    await keyfob.tray.copy(id);
    const notice = keyfob.notifier.notices.at(-1);
    expect(notice?.title).toBe('prod: not copied');
    expect(notice?.body).toContain('No connection to svc');
    notice?.onClick?.();
    expect(keyfob.opened).toEqual([id]);
  });

  it('reports a clipboard that did not take the text', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.clipboard.isBroken = true;
    await keyfob.tray.copy(id);
    expect(keyfob.notifier.notices.at(-1)?.title).toContain('not copied');
  });

  it('by a primary click takes the default key, else opens the window', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    keyfob.tray.primaryClick();
    expect(keyfob.opened).toEqual([null]);
    keyfob.app.setDefaultKey(id);
    keyfob.tray.primaryClick();
    await keyfob.time.advance(0);
    expect(keyfob.clipboard.text).toBe('token-1');
    await keyfob.app.keys.delete(id);
    keyfob.tray.primaryClick();
    expect(keyfob.opened).toEqual([null, null]);
  });
});

describe('clipboard', () => {
  it('is cleared after 30 s, both selections', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    await keyfob.time.advance(29_000);
    expect(keyfob.clipboard.text).toBe('token-1');
    await keyfob.time.advance(1_000);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['', '']);
    expect(keyfob.app.snapshot().clipboard).toBeNull();
  });

  it('keeps what somebody else put there', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    keyfob.clipboard.text = 'a recipe';
    await keyfob.time.advance(30_000);
    expect([keyfob.clipboard.text, keyfob.clipboard.primary]).toEqual(['a recipe', '']);
  });

  it('is cleared on quit', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.app.copy.copy(await keyfob.add());
    await keyfob.app.stop();
    expect(keyfob.clipboard.text).toBe('');
  });

  it('counts from the last of several copies', async () => {
    const keyfob = await KeyfobInMemory.start();
    const first = await keyfob.add();
    const second = await keyfob.add();
    await keyfob.app.copy.copy(first);
    await keyfob.time.advance(20_000);
    await keyfob.app.copy.copy(second);
    await keyfob.time.advance(20_000);
    expect(keyfob.clipboard.text).toBe('token-2');
    await keyfob.time.advance(10_000);
    expect(keyfob.clipboard.text).toBe('');
  });
});

describe('key expiry', () => {
  it('is announced at 30, 14, 7 and 1 days, once each, also over restarts', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add({ name: 'prod', keyExpiresAtMs: keyfob.time.nowMs() + 32 * dayMs });
    for (let day = 0; day < 33; day++) {
      keyfob.time.sleep(dayMs);
      await keyfob.restart();
      await keyfob.time.advance(60_000);
    }
    const announced = keyfob.notifier.warnings.filter((title) => title.includes('expires in'));
    expect(announced).toEqual([
      'prod expires in 29 days',
      'prod expires in 13 days',
      'prod expires in 6 days',
      'prod expires in 23 h',
    ]);
  });

  it('of several keys at once is one notification', async () => {
    const keyfob = await KeyfobInMemory.start();
    const keyExpiresAtMs = keyfob.time.nowMs() + 40 * dayMs;
    for (const name of ['a', 'b', 'c']) await keyfob.add({ name, keyExpiresAtMs });
    keyfob.time.sleep(35 * dayMs);
    await keyfob.time.advance(30_000);
    expect(keyfob.notifier.warnings).toEqual(['3 keys expire soon']);
  });

  it('opens the key when the notification is clicked', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ keyExpiresAtMs: keyfob.time.nowMs() + 5 * dayMs });
    await keyfob.time.advance(2_000);
    keyfob.notifier.notices.at(-1)?.onClick?.();
    expect(keyfob.opened).toEqual([id]);
  });

  it('of a static key ends its token', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({
      presetId: 'dataos',
      name: 'lake',
      fields: { host: 'https://x.dataos.app', apiKey: btoa('n.00000000-0000-4000-8000-000000000000') },
      keyExpiresAtMs: keyfob.time.nowMs() + 60_000 * 60,
    });
    expect(keyfob.stateOf(id)).toBe('fresh');
    // Only what the key is was asked, as there is nothing to exchange.
    expect(keyfob.http.requests.map(({ url }) => url)).toEqual([
      'https://x.dataos.app/heimdall/api/v1/authorize',
    ]);
    await keyfob.time.advance(61 * 60_000);
    expect(keyfob.stateOf(id)).toBe('needsYou');
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'keyExpired' } });
    expect(keyfob.notifier.warnings).toContain('lake has expired');
  });
});

describe('the page', () => {
  it('never gets a secret but the revealed one', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ fields: { clientId: 'an-id', clientSecret: 'canary-of-the-page' } });
    const calls = callHandlers(keyfob.app, new MemoryShell());
    const seen = JSON.stringify([
      await calls['app.snapshot']({}),
      await calls['tokens.copy']({ keyId: id, formId: 'raw' }),
      await calls['keys.test']({
        runId: 'run',
        keyId: id,
        draft: draft({ name: 'other', fields: { clientId: 'an-id' } }),
      }),
      keyfob.app.tray(),
      keyfob.log.lines,
      keyfob.notifier.notices,
    ]);
    expect(seen).not.toContain('canary-of-the-page');
    expect(seen).not.toContain('token-1');
    const revealed = await calls['keys.reveal']({ keyId: id, fieldId: 'clientSecret' });
    expect(revealed).toMatchObject({ ok: true, value: { secret: 'canary-of-the-page' } });
  });

  it('cannot reveal by a script in a row', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    expect((await keyfob.app.reveal.reveal(id, 'clientSecret')).ok).toBe(true);
    expect(await keyfob.app.reveal.reveal(id, 'clientSecret')).toMatchObject({
      failure: { kind: 'notAllowed' },
    });
  });

  it('is told what is wrong with a draft', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add({ name: 'prod' });
    expect(await keyfob.app.keys.add(draft({ name: 'PROD' }))).toMatchObject({
      failure: { kind: 'nameTaken' },
    });
    const empty = draft({ fields: { clientId: '', clientSecret: 'x' } });
    expect(await keyfob.app.keys.add(empty)).toMatchObject({
      failure: { kind: 'invalidInput', field: 'clientId', reason: 'empty' },
    });
    expect(await keyfob.app.keys.add(draft({ extraCaPem: 'nonsense' }))).toMatchObject({
      failure: { kind: 'invalidInput', field: 'extraCaPem' },
    });
  });

  it('lists what breaks first at the top', async () => {
    const keyfob = await KeyfobInMemory.start();
    const inDays = (days: number) => keyfob.time.nowMs() + days * dayMs;
    await keyfob.add({ name: 'healthy' });
    await keyfob.add({ name: 'in 90 days', keyExpiresAtMs: inDays(90) });
    await keyfob.add({ name: 'in 5 days', keyExpiresAtMs: inDays(5) });
    keyfob.http.answerWith(json(401, { error: 'invalid_client' }));
    await keyfob.add({ name: 'refused' });
    const names = keyfob.app.snapshot().keys.map((key) => key.name);
    expect(names).toEqual(['refused', 'in 5 days', 'in 90 days', 'healthy']);
  });
});
