import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import type { Result } from '#core/failure';
import type { HttpAnswer, HttpRequest } from '#core/ports';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

/** The real network; something is done right before a certain request goes out. */
class WatchedHttp extends HeardHttp {
  before: { readonly path: string; readonly work: () => Promise<unknown> } | null = null;

  override async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const { before } = this;
    if (before !== null && new URL(request.url).pathname === before.path) {
      this.before = null;
      await before.work();
    }
    return super.send(request);
  }
}

describe('an edit at the time of a rotation', () => {
  let keyfob: KeyfobInMemory;
  let http: WatchedHttp;
  let id: KeyId;
  let stored: KeyDraft;
  const edited = (part: Partial<KeyDraft>, fields: Record<string, string> = {}): KeyDraft => {
    const { apiKey: _, ...others } = stored.fields;
    return { ...stored, ...part, fields: { ...others, ...fields } };
  };
  const edit = (part: Partial<KeyDraft>, fields: Record<string, string> = {}) =>
    keyfob.app.keys.edit(id, edited(part, fields));
  const secretNow = async () => {
    const revealed = await keyfob.app.reveal.reveal(id, 'apiKey');
    return revealed.ok ? revealed.value.secret : undefined;
  };
  const newest = () => services.ibmIam.credentials.at(-1);

  beforeEach(async () => {
    const { ibmIam } = services;
    http = new WatchedHttp();
    keyfob = await KeyfobInMemory.start({ http });
    const fields = { host: ibmIam.origin, apiKey: ibmIam.addCredential().apiKey };
    stored = draft({ presetId: 'ibm-iam', name: 'prod', fields });
    const added = await keyfob.app.keys.add(stored);
    if (!added.ok) throw new Error('not added');
    id = added.value.keyId;
    await http.quiet(keyfob);
  });

  it('keeps its address and secret when the new one is being tested', async () => {
    const { layar } = services;
    const moved = { host: layar.origin, apiKey: 'another-secret' };
    http.before = {
      path: '/v1/apikeys',
      work: async () => {
        http.before = { path: '/identity/token', work: () => edit({}, moved) };
      },
    };
    await keyfob.app.rotation.begin(id);
    await http.quiet(keyfob);
    expect(keyfob.viewOf(id)).toMatchObject({ fields: { host: layar.origin }, rotation: null });
    expect(await secretNow()).toBe('another-secret');
    const sent = JSON.stringify(services.journal.entries({ service: 'layar' }));
    expect(sent).not.toContain(newest()?.apiKey);
    await keyfob.restart();
    expect(keyfob.viewOf(id)?.rotation).toBeNull();
    expect(await secretNow()).toBe('another-secret');
  });

  it('of something else leaves the rotation to go on', async () => {
    const { caPem } = services;
    http.before = {
      path: '/v1/apikeys',
      work: async () => {
        http.before = { path: '/identity/token', work: () => edit({ extraCaPem: caPem }) };
      },
    };
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
    expect(keyfob.viewOf(id)).toMatchObject({
      extraCaPem: expect.stringContaining(caPem.trim()),
      rotation: { state: 'overlap' },
    });
    expect(await secretNow()).toBe(newest()?.apiKey);
  });

  it('ends it when another secret is entered', async () => {
    await keyfob.app.rotation.begin(id);
    const other = services.ibmIam.addCredential();
    expect(await edit({}, { apiKey: other.apiKey })).toMatchObject({ ok: true });
    expect(keyfob.viewOf(id)?.rotation).toBeNull();
    expect(await keyfob.app.rotation.end(id, 'undo')).toMatchObject({ failure: { kind: 'keyNotFound' } });
    await keyfob.restart();
    expect(keyfob.viewOf(id)?.rotation).toBeNull();
    expect(await secretNow()).toBe(other.apiKey);
  });

  it('and what the provider says of the key both count, whichever comes first', async () => {
    for (let turns = 0; turns < 40; turns += 1) {
      const createdAtMs = Date.UTC(2025, 0, 1) + turns;
      const editing = edit({ description: `turn ${turns}` });
      for (let left = turns; left > 0; left -= 1) await Promise.resolve();
      const learning = keyfob.app.keys.setTimes(id, { createdAtMs });
      expect([await editing, await learning]).toMatchObject([{ ok: true }, { ok: true }]);
      expect(keyfob.viewOf(id)).toMatchObject({ description: `turn ${turns}`, createdAtMs });
    }
    await keyfob.restart();
    expect(keyfob.viewOf(id)).toMatchObject({
      description: 'turn 39',
      createdAtMs: Date.UTC(2025, 0, 1) + 39,
    });
  });

  it('of the address sends its secret to no former address that another edit still names', async () => {
    const moved = { host: services.layar.origin, apiKey: 'another-secret' };
    const both = await Promise.all([edit({}, moved), edit({ description: 'later' })]);
    expect(both).toMatchObject([{ ok: true }, { failure: { kind: 'invalidInput' } }]);
    expect(keyfob.viewOf(id)).toMatchObject({ description: '', fields: { host: services.layar.origin } });
  });
});
