import { describe, expect, it } from 'vitest';
import { activityWords } from '#contract/words/activity-words';
import { fail } from '#core/failure';
import { settle } from '../fakes/fake-time.ts';
import { json } from '../fakes/scripted-http.ts';
import { eventsOf, kindsOf, pageOf } from './activity-rig.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const unreachable = fail('unreachable', { host: 'svc.example' });
const activityPuts = (keyfob: KeyfobInMemory) =>
  keyfob.vault.commits.flat().filter((change) => 'put' in change && change.put === 'activity').length;

describe('the activity log', () => {
  it('tells a key’s life', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    await keyfob.app.copy.copy(id, 'header');
    await keyfob.tray.copy(id);
    await keyfob.app.reveal.reveal(id, 'clientSecret');
    await keyfob.app.tokens.renew(id, true);
    await keyfob.app.keys.edit(
      id,
      draft({ name: 'production', fields: { host: 'https://cloud-api.celerdata.com', clientId: 'an-id' } }),
    );
    await keyfob.app.keys.delete(id);
    const events = await eventsOf(keyfob);
    expect(events.map(({ kind, actor, detail }) => [kind, actor, detail].join(' ').trim())).toEqual([
      'added window',
      'issued',
      'copied window header',
      'copied tray raw',
      'revealed window clientSecret',
      'refreshed',
      'edited window',
      'deleted window',
    ]);
    expect(events.every(({ keyId }) => keyId === id)).toBe(true);
    expect([...new Set(events.map(({ keyName }) => keyName))]).toEqual(['prod', 'production']);
    const issued = events[1];
    expect(issued?.expiresAtMs).toBe(keyfob.time.nowMs() + hourMs);
  });

  it('says nothing of a copy that failed, and nothing of tokens of a key that is itself the token', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({
      presetId: 'static-token',
      fields: { accessToken: 'a-static-token-of-some-length' },
    });
    keyfob.clipboard.isBroken = true;
    await keyfob.app.copy.copy(id);
    await keyfob.time.advance(hourMs);
    expect(await kindsOf(keyfob)).toEqual(['added']);
  });

  it('tells that the vault was opened and the screen locked', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.events.tell('screenLocked');
    keyfob.events.tell('focus');
    keyfob.events.tell('screenUnlocked');
    const { events } = await pageOf(keyfob);
    expect(events.map(activityWords).reverse()).toEqual(['Vault opened', 'Screen locked', 'Screen unlocked']);
  });

  it('tells why there is no token, the same reason once an hour', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(...Array(500).fill(unreachable));
    const id = await keyfob.add({ name: 'prod' });
    await keyfob.time.advance(hourMs - 60_000);
    expect(keyfob.http.requests.length).toBeGreaterThan(4);
    const [, failed, ...more] = await eventsOf(keyfob);
    expect(failed).toMatchObject({
      kind: 'failed',
      keyId: id,
      failure: { kind: 'unreachable', host: 'svc.example' },
    });
    expect(more).toEqual([]);
    await keyfob.time.advance(4 * hourMs);
    expect(await kindsOf(keyfob)).toEqual(['added', 'failed', 'failed']);
  });

  it('tells another reason at once', async () => {
    const keyfob = await KeyfobInMemory.start();
    const down = json(503, {});
    keyfob.http.answerWith(unreachable, down, unreachable, down);
    const id = await keyfob.add();
    for (let i = 0; i < 3; i++) await keyfob.app.tokens.renew(id, true);
    const events = await eventsOf(keyfob, { kinds: ['failed'] });
    expect(events.map(({ failure }) => failure?.kind)).toEqual(['unreachable', 'serviceFailed']);
  });

  it('is searched by key, kind, words and host', async () => {
    const keyfob = await KeyfobInMemory.start();
    const prod = await keyfob.add({ name: 'Prod' });
    keyfob.http.answerWith(unreachable);
    await keyfob.add({ name: 'test' });
    expect(await kindsOf(keyfob, { search: 'prod' })).toEqual(['added', 'issued']);
    expect(await kindsOf(keyfob, { search: 'svc.example' })).toEqual(['failed']);
    expect(await kindsOf(keyfob, { search: 'no connection test' })).toEqual(['failed']);
    expect(await kindsOf(keyfob, { keyId: prod, kinds: ['issued', 'failed'] })).toEqual(['issued']);
  });
});

describe('the stored activity log', () => {
  it('goes on over restarts, with its serials', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add({ name: 'prod' });
    await keyfob.restart();
    await keyfob.app.copy.copy(id);
    const { events } = await pageOf(keyfob);
    const kinds = events.map(({ kind }) => kind).reverse();
    expect(kinds).toEqual(['unlocked', 'added', 'issued', 'unlocked', 'copied']);
    expect(events.map(({ serial }) => serial)).toEqual([4, 3, 2, 1, 0]);
  });

  it('loses at most five seconds when Keyfob is killed', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.time.advance(5_000);
    // The process ends with its next commit, before that is made: that the key was used.
    keyfob.vault.crashAt(1, false);
    void keyfob.app.copy.copy(id);
    await settle();
    await keyfob.restart();
    expect(await kindsOf(keyfob)).toEqual(['added', 'issued']);
  });

  it('is written once for all that happens within five seconds, and not while nothing does', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.time.advance(5_000);
    const before = activityPuts(keyfob);
    for (let i = 0; i < 20; i++) await keyfob.app.copy.copy(id);
    expect(activityPuts(keyfob)).toBe(before);
    await keyfob.time.advance(10 * 60_000);
    expect(activityPuts(keyfob)).toBe(before + 1);
  });

  it('is not read by a start', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    await keyfob.restart();
    await keyfob.time.advance(4_000);
    expect(keyfob.vault.readTypes).not.toContain('activity');
    await keyfob.time.advance(1_000);
    expect(keyfob.vault.readTypes).toContain('activity');
  });

  it('is written at once when the screen is locked', async () => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.events.tell('screenLocked');
    await settle();
    expect(activityPuts(keyfob)).toBe(1);
  });

  it('keeps what a full disk did not take', async () => {
    const keyfob = await KeyfobInMemory.start();
    const id = await keyfob.add();
    await keyfob.time.advance(5_000);
    keyfob.vault.isFull = true;
    await keyfob.app.copy.copy(id);
    await keyfob.time.advance(5_000);
    expect(keyfob.log.lines.join()).toContain('activity.notStored');
    expect(await kindsOf(keyfob)).toEqual(['added', 'issued', 'copied']);
    keyfob.vault.isFull = false;
    await keyfob.app.copy.copy(id, 'header');
    await keyfob.restart();
    expect(await kindsOf(keyfob)).toEqual(['added', 'issued', 'copied', 'copied']);
  });

  it('stays when keys are deleted and an import is undone', async () => {
    const keyfob = await KeyfobInMemory.start();
    const text =
      'name,provider,host,client_id,client_secret\nprod,celerdata,https://cloud-api.celerdata.com,an-id,a-secret\n';
    const preview = await keyfob.app.imports.read(text);
    if (!preview.ok) throw new Error('not read');
    const { importId, rows } = preview.value;
    const items = rows.map(({ index, name, presetId }) => ({ index, name, presetId, fields: {} }));
    await keyfob.app.imports.commit(importId, items, ['cloud-api.celerdata.com']);
    await keyfob.time.advance(0);
    await keyfob.app.imports.undo(importId);
    await keyfob.restart();
    const events = await eventsOf(keyfob);
    expect(events.map(({ kind }) => kind)).toEqual(['imported', 'issued', 'deleted']);
    expect(events.every(({ keyName }) => keyName === 'prod')).toBe(true);
  });

  it('waits in memory while the vault is locked', async () => {
    const keyfob = await KeyfobInMemory.start();
    await keyfob.add();
    keyfob.lock();
    await keyfob.restart();
    await keyfob.time.advance(10_000);
    expect(await keyfob.app.activity.all()).toMatchObject(fail('vaultLocked'));
    keyfob.unlock();
    await keyfob.app.lock.open();
    const kinds = (await pageOf(keyfob)).events.map(({ kind, detail }) => `${kind} ${detail}`.trim());
    expect(kinds.slice(0, 2)).toEqual(['unlocked vault', 'locked vault']);
    expect(kinds).toContain('added');
  });
});
