import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import { fail, type Result } from '#core/failure';
import type { HttpAnswer, HttpRequest } from '#core/ports';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

/** The real network, over which the answer to a deletion gets lost or the program's own part breaks. */
class FrailHttp extends HeardHttp {
  deletion: 'answered' | 'lost' | 'broken' = 'answered';

  override async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const isDeletion = request.method === 'DELETE' && !request.url.endsWith('/lock');
    if (isDeletion && this.deletion === 'broken') throw new TypeError('broken');
    const answer = await super.send(request);
    return isDeletion && this.deletion === 'lost' ? fail('unreachable') : answer;
  }

  get deletions(): number {
    return this.requests.filter(({ method, url }) => method === 'DELETE' && !url.endsWith('/lock')).length;
  }
}

describe('the removal of the old secret', () => {
  let keyfob: KeyfobInMemory;
  let http: FrailHttp;
  let id: KeyId;
  let oldId: string;
  let newId: string;
  const ids = () => services.ibmIam.credentials.map((credential) => credential.id);
  const rotation = () => keyfob.viewOf(id)?.rotation;
  const works = async () => {
    const copied = await keyfob.app.copy.copy(id);
    return copied.ok && services.ibmIam.testCall(keyfob.clipboard.text);
  };
  const sleepFor = async (ms: number) => {
    keyfob.time.sleep(ms);
    for (let times = 0; times < 2; times += 1) {
      await keyfob.time.advance(31_000);
      await http.quiet(keyfob);
    }
  };

  beforeEach(async () => {
    const { ibmIam } = services;
    const old = ibmIam.addCredential();
    oldId = old.id;
    http = new FrailHttp();
    keyfob = await KeyfobInMemory.start({ http });
    const fields = { host: ibmIam.origin, apiKey: old.apiKey };
    const added = await keyfob.app.keys.add(draft({ presetId: 'ibm-iam', fields }));
    if (!added.ok) throw new Error('not added');
    id = added.value.keyId;
    await http.quiet(keyfob);
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
    newId = ids().at(-1) ?? '';
  });

  it('does not happen once the new one died at the provider', async () => {
    services.ibmIam.revokeCredential(newId);
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toMatchObject({ failure: { kind: 'refused' } });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'refused' } });
    await sleepFor(2 * dayMs);
    expect(http.deletions).toBe(0);
    expect(ids()).toContain(oldId);
    expect(await keyfob.app.rotation.end(id, 'undo')).toMatchObject({ ok: true });
    expect(await works()).toBe(true);
  });

  it('leaves no way back to a secret that is gone, though its answer was lost', async () => {
    http.deletion = 'lost';
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toMatchObject({
      failure: { kind: 'unreachable' },
    });
    expect(ids()).not.toContain(oldId);
    http.deletion = 'answered';
    expect(await keyfob.app.rotation.end(id, 'undo')).toMatchObject({ failure: { kind: 'refused' } });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'refused' } });
    expect(await works()).toBe(true);
    await sleepFor(hourMs);
    expect(rotation()).toBeNull();
    expect(await works()).toBe(true);
  });

  it('is not sent again at every look while the disk does not take what it led to', async () => {
    keyfob.vault.isFull = true;
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toMatchObject({
      failure: { kind: 'vaultWriteFailed' },
    });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'vaultWriteFailed' } });
    await sleepFor(2 * 60_000);
    expect(http.deletions).toBe(1);
    keyfob.vault.isFull = false;
    await sleepFor(hourMs);
    expect(http.deletions).toBe(2);
    expect(rotation()).toBeNull();
  });

  it('is over for the page also after a fault of our own', async () => {
    http.deletion = 'broken';
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toMatchObject({ failure: { kind: 'internal' } });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'internal' } });
    expect(await works()).toBe(true);
  });
});
