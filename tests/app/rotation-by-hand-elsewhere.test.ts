import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { json } from '../fakes/scripted-http.ts';
import { startRotatingRefreshService } from '../services/rotating-refresh-service.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';
import { refreshDraft, startOverNetwork } from './refresh-token-rig.ts';

const dayMs = 24 * 3_600_000;
let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

describe('a rotation by hand', () => {
  it('takes the place of one that the provider refused to make', async () => {
    const { dataos } = services;
    const [old, next] = [dataos.addCredential(), dataos.addCredential()];
    const http = new HeardHttp();
    const keyfob = await KeyfobInMemory.start({ http });
    const fields = { host: dataos.origin, apiKey: old.key };
    const added = await keyfob.app.keys.add(draft({ presetId: 'dataos', fields }));
    if (!added.ok) throw new Error('not added');
    const id = added.value.keyId;
    await http.quiet(keyfob);
    dataos.failNext('closed', 1, 'manage');
    await keyfob.app.rotation.begin(id);
    expect(keyfob.viewOf(id)?.rotation).toMatchObject({
      state: 'creating',
      failure: { kind: 'unreachable' },
    });
    const failed = await keyfob.app.rotation.byHand.begin('run', id, { apiKey: 'mistyped' }, null);
    expect(failed).toMatchObject({ value: { passed: false } });
    expect(keyfob.viewOf(id)?.rotation).toMatchObject({
      state: 'creating',
      failure: { kind: 'unreachable' },
    });
    const done = await keyfob.app.rotation.byHand.begin('run', id, { apiKey: next.key }, null);
    expect(done).toMatchObject({ value: { passed: true } });
    await keyfob.restart();
    expect(keyfob.viewOf(id)?.rotation).toMatchObject({ kind: 'guided', state: 'overlap' });
    keyfob.time.sleep(30 * dayMs);
    await keyfob.time.advance(31_000);
    await http.quiet(keyfob);
    expect(await dataos.testCall(old.key)).toBe(true);
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ ok: true });
    expect(keyfob.clipboard.text).toBe(next.key);
  });

  it('leaves the keys that draw from its key at work', async () => {
    const keyfob = await KeyfobInMemory.start();
    const source = await keyfob.add();
    const fields = {
      tokenUrl: 'https://sts.example/token',
      subjectToken: source,
      clientAuthentication: 'none',
    };
    const id = await keyfob.add(draft({ presetId: 'oauth2-token-exchange', fields }));
    keyfob.http.answerWith(json(200, { access_token: 'tested', expires_in: 60 }), json(200, { code: 20000 }));
    const rotated = await keyfob.app.rotation.byHand.begin('run', source, { clientSecret: 'next' }, null);
    expect(rotated).toMatchObject({ value: { passed: true } });
    expect(await keyfob.app.tokens.renew(id, true)).toMatchObject({ ok: true });
    const used = keyfob.http.requests.at(-1)?.body ?? '';
    const given = await keyfob.app.tokens.handOut(source, 'person');
    expect(new URLSearchParams(used).get('subject_token')).toBe(given.ok && given.value.token.reveal());
  });

  it('of a client secret neither loses a refresh token nor uses one twice', async () => {
    const started = await startRotatingRefreshService();
    onTestFinished(() => started.stop());
    const { service } = started;
    const keyfob = await startOverNetwork();
    const signedIn = { clientAuthentication: 'body', clientSecret: 'old', refreshToken: service.signIn() };
    const added = await keyfob.app.keys.add(refreshDraft(started, signedIn));
    if (!added.ok) throw new Error('not added');
    const id = added.value.keyId;
    await keyfob.until(() => keyfob.stateOf(id) === 'fresh');
    const { byHand } = keyfob.app.rotation;
    expect(await byHand.begin('run', id, { refreshToken: service.signIn() }, null)).toMatchObject({
      failure: { reason: 'unknownField' },
    });
    expect(await byHand.begin('run', id, { clientSecret: 'new' }, null)).toMatchObject({ ok: true });
    expect(await keyfob.app.tokens.renew(id)).toMatchObject({ ok: true });
    expect(await keyfob.app.rotation.end(id, 'undo')).toMatchObject({ ok: true });
    await keyfob.restart();
    expect(await keyfob.app.tokens.renew(id)).toMatchObject({ ok: true });
    expect(service.reused()).toEqual([]);
    expect(await keyfob.app.reveal.reveal(id, 'clientSecret')).toMatchObject({ value: { secret: 'old' } });
  });

  it('is not offered where a key has no secret that was made by hand', async () => {
    const keyfob = await KeyfobInMemory.start();
    const offers = async (presetId: string, fields: Record<string, string>) => {
      const id = await keyfob.add(draft({ presetId, fields }));
      return keyfob.viewOf(id)?.offers.rotate;
    };
    const signedIn = { tokenUrl: 'https://a.example/t', clientId: 'c', refreshToken: 'r' };
    expect(await offers('oauth2-refresh-token', { ...signedIn, clientAuthentication: 'public' })).toBeNull();
    const withSecret = { ...signedIn, clientAuthentication: 'basic', clientSecret: 's' };
    expect(await offers('oauth2-refresh-token', withSecret)).toBe('guided');
    expect(await offers('static-token', { accessToken: 'abc', sentAs: 'bearer' })).toBe('guided');
    expect(await offers('dataos', { host: 'https://a.dataos.app', apiKey: 'abc' })).toBe('automatic');
  });
});
