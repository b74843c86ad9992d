import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;

/** What the form holds for a key that draws from another one. */
function chained(source: string, part: Partial<KeyDraft> = {}): KeyDraft {
  return draft({
    presetId: 'oauth2-token-exchange',
    ...part,
    fields: {
      tokenUrl: 'https://sts.example/token',
      subjectToken: source,
      clientAuthentication: 'none',
      ...part.fields,
    },
  });
}

const subjectsSent = (keyfob: KeyfobInMemory) =>
  keyfob.http.requests
    .filter(({ url }) => url.startsWith('https://sts.example'))
    .map(({ body }) => new URLSearchParams(body ?? '').get('subject_token'));

describe('a key that draws from another one', () => {
  let keyfob: KeyfobInMemory;
  let source: KeyId;
  const failureOf = (id: KeyId) => keyfob.viewOf(id)?.token.failure;
  beforeEach(async () => {
    keyfob = await KeyfobInMemory.start();
    source = await keyfob.add({ name: 'source' });
  });

  it('sends its token, which is fetched first where it is needed', async () => {
    const id = await keyfob.add(chained(source));
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(subjectsSent(keyfob)).toEqual(['token-1']);
    keyfob.time.sleep(hourMs);
    await keyfob.app.tokens.handOut(id, 'person');
    expect(subjectsSent(keyfob)).toEqual(['token-1', 'token-3']);
    expect(keyfob.http.requests).toHaveLength(4);
  });

  it('asks each service once, however many ask and however long the chain', async () => {
    const middle = await keyfob.add(chained(source));
    const ends = [await keyfob.add(chained(middle)), await keyfob.add(chained(middle))];
    keyfob.time.sleep(2 * hourMs);
    const before = keyfob.http.requests.length;
    keyfob.http.hold();
    const asked = [source, middle, ...ends].flatMap((id) =>
      Array.from({ length: 50 }, () => keyfob.app.tokens.handOut(id, 'person')),
    );
    keyfob.events.tell('online');
    keyfob.http.release();
    const answers = await Promise.all(asked);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(keyfob.http.requests.length - before).toBe(4);
  });

  it('waits for it: nothing is sent while it fails, and all is well when it is', async () => {
    keyfob.time.sleep(hourMs);
    keyfob.http.answerWith(...Array.from({ length: 6 }, () => json(503, {})));
    const id = await keyfob.add(chained(source));
    expect(failureOf(id)).toMatchObject({ kind: 'sourceKeyFailed', field: 'subjectToken' });
    expect(keyfob.stateOf(id)).toBe('retrying');
    await keyfob.time.advance(30 * 60_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(subjectsSent(keyfob)).toHaveLength(1);
  });

  it('does not ask for one that is refused', async () => {
    keyfob.time.sleep(hourMs);
    keyfob.http.answerWith(json(401, { error: 'invalid_client' }));
    const id = await keyfob.add(chained(source));
    const asked = keyfob.http.requests.length;
    await keyfob.time.advance(24 * hourMs);
    expect(failureOf(id)).toMatchObject({ kind: 'sourceKeyFailed' });
    expect(keyfob.http.requests).toHaveLength(asked);
    const fields = { host: 'https://cloud-api.celerdata.com', clientId: 'an-id', clientSecret: 'right' };
    await keyfob.app.keys.edit(source, draft({ name: 'source', fields }));
    await keyfob.time.advance(6 * 60_000);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('says that it was deleted, at a test and a save as well', async () => {
    const id = await keyfob.add(chained(source, { name: 'chained' }));
    await keyfob.app.keys.delete(source);
    await keyfob.time.advance(hourMs);
    const asked = keyfob.http.requests.length;
    expect(failureOf(id)).toMatchObject({ kind: 'sourceKeyFailed', reason: 'sourceKeyMissing' });
    const missing = { failure: { kind: 'invalidInput', field: 'subjectToken', reason: 'sourceKeyMissing' } };
    expect(await keyfob.app.tests.run('run', id, chained(source, { name: 'chained' }))).toMatchObject(
      missing,
    );
    expect(await keyfob.app.keys.add(chained(source))).toMatchObject(missing);
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    expect(failureOf(id)).toMatchObject({ kind: 'sourceKeyFailed', reason: 'sourceKeyMissing' });
    expect(keyfob.http.requests).toHaveLength(asked);
  });

  it('ends well when it is deleted while its token is under way', async () => {
    keyfob.time.sleep(hourMs);
    keyfob.http.hold();
    const added = await keyfob.app.keys.add(chained(source));
    if (!added.ok) throw new Error('not added');
    await keyfob.time.advance(0);
    await keyfob.app.keys.delete(source);
    keyfob.http.release();
    await keyfob.time.advance(0);
    expect(failureOf(added.value.keyId)).toMatchObject({ kind: 'sourceKeyFailed' });
    expect(subjectsSent(keyfob)).toEqual([]);
  });

  it('cannot be saved as part of a ring', async () => {
    const a = await keyfob.add(chained(source, { name: 'a' }));
    const b = await keyfob.add(chained(a, { name: 'b' }));
    const c = await keyfob.add(chained(b, { name: 'c' }));
    const cycle = { failure: { kind: 'invalidInput', field: 'subjectToken', reason: 'sourceKeyCycle' } };
    for (const end of [a, b, c]) {
      expect(await keyfob.app.keys.edit(a, chained(end, { name: 'a' }))).toMatchObject(cycle);
      expect(await keyfob.app.tests.run('run', a, chained(end, { name: 'a' }))).toMatchObject(cycle);
    }
    expect(keyfob.viewOf(a)?.fields['subjectToken']).toBe(source);
  });

  it('in a ring all the same, as two edits at once make it, fails and does not wait for itself', async () => {
    const a = await keyfob.add(chained(source, { name: 'a' }));
    const b = await keyfob.add(chained(source, { name: 'b' }));
    await Promise.all([
      keyfob.app.keys.edit(a, chained(b, { name: 'a' })),
      keyfob.app.keys.edit(b, chained(a, { name: 'b' })),
    ]);
    await keyfob.time.advance(0);
    const outside = await keyfob.add(chained(a, { name: 'outside' }));
    keyfob.time.sleep(2 * hourMs);
    const before = subjectsSent(keyfob).length;
    for (const id of [a, b, outside]) {
      expect(await keyfob.app.tokens.handOut(id, 'person')).toMatchObject({
        failure: { kind: 'sourceKeyFailed' },
      });
    }
    expect(failureOf(a)).toMatchObject({ reason: 'sourceKeyCycle' });
    expect(subjectsSent(keyfob)).toHaveLength(before);
    expect(await keyfob.app.keys.edit(a, chained(source, { name: 'a' }))).toMatchObject({ ok: true });
    await keyfob.time.advance(10 * 60_000);
    expect([a, b, outside].map((id) => keyfob.stateOf(id))).toEqual(['fresh', 'fresh', 'fresh']);
  });

  it('is tested with a token of it, which stands in no part of the report', async () => {
    keyfob.http.answerWith(json(400, { error: 'invalid_request', error_description: 'token-1 is bad' }));
    const report = await keyfob.app.tests.run('run', null, chained(source));
    expect(report).toMatchObject({ ok: true, value: { passed: false, failure: { kind: 'refused' } } });
    expect(subjectsSent(keyfob)).toEqual(['token-1']);
    expect(JSON.stringify([report, keyfob.progress])).not.toContain('token-1');
    keyfob.time.sleep(hourMs);
    keyfob.http.answerWith(fail('unreachable', { step: 'connect', host: 'h' }));
    expect(await keyfob.app.tests.run('run', null, chained(source))).toMatchObject({
      failure: { kind: 'sourceKeyFailed' },
    });
  });
});

describe('a real token exchange', () => {
  let services: SampleServices;
  beforeAll(async () => {
    services = await startServices();
  });
  afterAll(() => services.stop());

  it('gives a token for another audience that works, after the source was asked', async () => {
    const { oauth, caPem, journal } = services;
    const http = new HeardHttp();
    const keyfob = await KeyfobInMemory.start({ http });
    const { basicClient, postClient } = oauth;
    const own = { clientId: basicClient.id, clientSecret: basicClient.secret };
    const fields = { tokenUrl: oauth.tokenUrl, scope: 'api:read', ...own };
    const added = await keyfob.app.keys.add(draft({ presetId: 'oauth2', extraCaPem: caPem, fields }));
    if (!added.ok) throw new Error(JSON.stringify(added.failure));
    const other = { clientId: postClient.id, clientSecret: postClient.secret, clientAuthentication: 'body' };
    const exchange = { tokenUrl: oauth.tokenUrl, audience: oauth.audiences[0], testUrl: oauth.testUrl };
    const drafted = chained(added.value.keyId, { extraCaPem: caPem, fields: { ...exchange, ...other } });
    expect(await keyfob.app.tests.run('run', null, drafted)).toMatchObject({ value: { passed: true } });
    const second = await keyfob.app.keys.add(drafted);
    if (!second.ok) throw new Error(JSON.stringify(second.failure));
    await http.quiet(keyfob);
    await keyfob.app.copy.copy(second.value.keyId);
    expect(await oauth.testCall(keyfob.clipboard.text)).toBe(true);
    const asked = journal.entries({ service: 'oauth', purpose: 'exchange' });
    expect(asked.map(({ credentialId }) => credentialId)).toEqual([
      basicClient.id,
      postClient.id,
      postClient.id,
    ]);
  });
});
