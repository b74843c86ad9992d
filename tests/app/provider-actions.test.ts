import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { fail } from '#core/failure';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { json } from '../fakes/scripted-http.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const dayMs = 86_400_000;
let services: SampleServices;
let keyfob: KeyfobInMemory;
let http: HeardHttp;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  http = new HeardHttp();
  keyfob = await KeyfobInMemory.start({ http });
});

async function add(part: Partial<KeyDraft>): Promise<KeyId> {
  const added = await keyfob.app.keys.add(draft(part));
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  await http.quiet(keyfob);
  return added.value.keyId;
}

const ibmKey = (apiKey: string) => ({
  presetId: 'ibm-iam',
  fields: { host: services.ibmIam.origin, apiKey },
});

describe('what a provider says of a key', () => {
  const expiresAtMs = Date.UTC(2031, 4, 6, 7, 8);

  it('is asked when the key is added: IBM writes its times without seconds', async () => {
    const createdAtMs = Date.UTC(2025, 1, 2, 3, 4);
    const { apiKey } = services.ibmIam.addCredential({ createdAtMs, expiresAtMs });
    const id = await add(ibmKey(apiKey));
    expect(keyfob.viewOf(id)).toMatchObject({ createdAtMs, keyExpiresAtMs: expiresAtMs });
    await keyfob.restart();
    expect(keyfob.viewOf(id)).toMatchObject({ createdAtMs, keyExpiresAtMs: expiresAtMs });
  });

  it('is read from a list, by the name inside the key: DataOS', async () => {
    services.dataos.addCredential({ expiresAtMs: expiresAtMs + dayMs });
    const { key } = services.dataos.addCredential({ expiresAtMs });
    const id = await add({ presetId: 'dataos', fields: { host: services.dataos.origin, apiKey: key } });
    expect(keyfob.viewOf(id)).toMatchObject({ keyExpiresAtMs: expiresAtMs, token: { expiresAtMs } });
  });

  it('can be asked again, and takes the place of what was entered', async () => {
    const credential = services.ibmIam.addCredential({ expiresAtMs });
    const id = await add({ ...ibmKey(credential.apiKey), keyExpiresAtMs: Date.UTC(2030, 0, 1) });
    services.ibmIam.addCredential({ ...credential, expiresAtMs: expiresAtMs + dayMs });
    expect(await keyfob.app.provider.askDetails(id)).toEqual({
      ok: true,
      value: { keyExpiresAtMs: expiresAtMs + dayMs },
    });
    expect(keyfob.viewOf(id)?.keyExpiresAtMs).toBe(expiresAtMs + dayMs);
  });

  it('is no expiry where it names none: the entered one stays', async () => {
    const entered = Date.UTC(2030, 0, 1);
    const { apiKey } = services.ibmIam.addCredential();
    const id = await add({ ...ibmKey(apiKey), keyExpiresAtMs: entered });
    expect(await keyfob.app.provider.askDetails(id)).toEqual({ ok: true, value: { keyExpiresAtMs: null } });
    expect(keyfob.viewOf(id)?.keyExpiresAtMs).toBe(entered);
  });

  it('is no matter when it cannot be had, unless the user asked', async () => {
    const { apiKey } = services.ibmIam.addCredential({ expiresAtMs });
    services.ibmIam.failNext('http503', 1, 'testCall');
    const id = await add(ibmKey(apiKey));
    expect(keyfob.viewOf(id)).toMatchObject({
      keyExpiresAtMs: null,
      token: { state: 'fresh', failure: null },
    });
    services.ibmIam.failNext('http503', 1, 'testCall');
    expect(await keyfob.app.provider.askDetails(id)).toMatchObject({ failure: { kind: 'serviceFailed' } });
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(await keyfob.app.provider.askDetails(id)).toMatchObject({ ok: true });
  });

  it('that does not list the key says so', async () => {
    const scripted = await KeyfobInMemory.start();
    const apiKey = Buffer.from('mine.00000000-0000-4000-8000-000000000000').toString('base64');
    const allow = json(200, { allow: true, result: { id: 'jane' } });
    const list = json(200, [{ name: 'another', expiration: '2031-01-01T00:00:00Z' }]);
    scripted.http.answerWith(allow, list, allow, list);
    const id = await scripted.add({ presetId: 'dataos', fields: { host: 'https://x.dataos.app', apiKey } });
    expect(await scripted.app.provider.askDetails(id)).toMatchObject({
      failure: { kind: 'unusableAnswer', reason: 'keyNotListed' },
    });
    expect(scripted.viewOf(id)?.keyExpiresAtMs).toBeNull();
  });
});

describe('revoking a token', () => {
  const oauthKey = (more: Record<string, string> = {}): Partial<KeyDraft> => {
    const { oauth, caPem } = services;
    const { id: clientId, secret: clientSecret } = oauth.basicClient;
    const fields = { tokenUrl: oauth.tokenUrl, revocationUrl: oauth.revocationUrl, scope: 'api:read' };
    return {
      presetId: 'oauth2',
      extraCaPem: caPem,
      fields: { ...fields, clientId, clientSecret, ...more },
    };
  };
  const copied = async (id: KeyId) => {
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    return keyfob.clipboard.text;
  };

  it('ends it at the provider and here; the next one is another', async () => {
    const id = await add(oauthKey());
    const token = await copied(id);
    expect(await services.oauth.testCall(token)).toBe(true);
    expect(await keyfob.app.provider.revoke(id)).toEqual({ ok: true, value: undefined });
    expect(await services.oauth.testCall(token)).toBe(false);
    await keyfob.restart();
    await http.quiet(keyfob);
    expect(await copied(id)).not.toBe(token);
    expect(await services.oauth.testCall(await copied(id))).toBe(true);
  });

  it('leaves the token alone when it does not work', async () => {
    const id = await add(oauthKey());
    const token = await copied(id);
    services.oauth.failNext('http503', 1, 'manage');
    expect(await keyfob.app.provider.revoke(id)).toMatchObject({ failure: { kind: 'serviceFailed' } });
    expect(await copied(id)).toBe(token);
  });

  it('is offered only where there is an address for it and a token', async () => {
    const id = await add(oauthKey({ revocationUrl: '' }));
    expect(await keyfob.app.provider.revoke(id)).toMatchObject({ ok: false });
    expect(await keyfob.app.provider.revoke('no-such-key' as KeyId)).toMatchObject({
      failure: { kind: 'keyNotFound' },
    });
    const ibm = await add(ibmKey(services.ibmIam.credential.apiKey));
    expect(keyfob.viewOf(ibm)?.offers.revoke).toBe(false);
    expect(await keyfob.app.provider.revoke(ibm)).toMatchObject({ failure: { reason: 'nothingToRevoke' } });
  });
});

describe('values that a provider offers for a field', () => {
  const layarKey = (origin = services.layar.origin, secret = services.layar.credential.secret) =>
    draft({
      presetId: 'layar',
      name: 'layar',
      fields: { host: origin, clientId: services.layar.credential.id, clientSecret: secret },
    });
  const lookUp = (of: KeyfobInMemory, drafted: KeyDraft, id: KeyId | null = null, fieldId = 'dataFabric') =>
    callHandlers(of.app, new MemoryShell())['keys.lookUp']({ keyId: id, draft: drafted, fieldId });

  it('are asked for with what the form holds, and nothing is stored', async () => {
    const found = await lookUp(keyfob, layarKey());
    if (!found.ok) throw new Error(JSON.stringify(found.failure));
    expect(found.value.choices.length).toBeGreaterThan(0);
    for (const { value, label } of found.value.choices) {
      expect(value).not.toBe('');
      expect(label).not.toBe('');
    }
    expect(keyfob.vault.commits).toEqual([]);
    const id = await add(layarKey());
    expect(
      await lookUp(
        keyfob,
        draft({
          ...layarKey(),
          fields: { host: services.layar.origin, clientId: services.layar.credential.id },
        }),
        id,
      ),
    ).toEqual(found);
  });

  it('fail with the reason of the exchange or of the call', async () => {
    expect(await lookUp(keyfob, layarKey(undefined, 'wrong'))).toMatchObject({
      failure: { kind: 'refused' },
    });
    services.layar.failNext('http503', 1, 'testCall');
    expect(await lookUp(keyfob, layarKey())).toMatchObject({ failure: { kind: 'serviceFailed' } });
    expect(await lookUp(keyfob, layarKey(), null, 'host')).toMatchObject({
      failure: { kind: 'invalidInput' },
    });
  });

  it('are none, many, odd or hostile without harm', async () => {
    const scripted = await KeyfobInMemory.start();
    const answers = async (body: unknown) => {
      scripted.http.answerWith(json(200, { access_token: 'the-token', expires_in: 60 }), json(200, body));
      return lookUp(scripted, layarKey('https://x.certara.ai', 'the-secret-of-this-form'));
    };
    expect(await answers({ dataFabrics: [] })).toEqual({ ok: true, value: { choices: [] } });
    const many = Array.from({ length: 800 }, (_, at) => ({ id: `f-${at}`, name: `Fabric ${at}` }));
    const long = await answers({ dataFabrics: many });
    expect(long.ok && long.value.choices.length).toBe(500);
    expect(
      await answers({
        dataFabrics: [
          null,
          'text',
          { name: 'no id' },
          { id: 'x'.repeat(401), name: 'too long to be shown' },
          { id: 'two\nlines', name: 'not one line' },
          { id: 'the-token', name: 'is the token' },
          { id: 7, name: 'holds the-secret-of-this-form' },
          { id: 'unnamed' },
        ],
      }),
    ).toEqual({
      ok: true,
      value: {
        choices: [
          { value: '7', label: expect.not.stringContaining('the-secret-of-this-form') },
          { value: 'unnamed', label: 'unnamed' },
        ],
      },
    });
    expect(await answers({ other: 1 })).toMatchObject({ failure: { reason: 'noOutput' } });
    scripted.http.answerWith(fail('unreachable', { step: 'connect', host: 'h' }));
    expect(await lookUp(scripted, layarKey('https://x.certara.ai'))).toMatchObject({ ok: false });
  });
});
