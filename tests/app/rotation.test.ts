import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
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

/** A service with keys that can be made and deleted, and how its key is entered. */
const cases = {
  'ibm-iam': () => {
    const service = services.ibmIam;
    const credential = service.addCredential();
    return { service, id: credential.id, secret: credential.apiKey, secretOf: ibmSecret };
  },
  dataos: () => {
    const service = services.dataos;
    const credential = service.addCredential();
    return { service, id: credential.id, secret: credential.key, secretOf: dataosSecret };
  },
};
const ibmSecret = (id: string) => services.ibmIam.credentials.find((each) => each.id === id)?.apiKey;
const dataosSecret = (id: string) => services.dataos.credentials.find((each) => each.id === id)?.key;

describe.each(Object.keys(cases) as (keyof typeof cases)[])('the rotation of a key of %s', (presetId) => {
  let keyfob: KeyfobInMemory;
  let http: HeardHttp;
  let old: ReturnType<(typeof cases)[typeof presetId]>;
  let id: KeyId;
  const ids = () => old.service.credentials.map((credential) => credential.id);
  let idsBefore: readonly string[];
  const made = () => ids().filter((each) => !idsBefore.includes(each));

  const keyDraft = (part: Partial<KeyDraft> = {}, fields: Record<string, string> = {}) =>
    draft({
      presetId,
      name: 'prod',
      createdAtMs: keyfob.time.nowMs() - 10 * dayMs,
      keyExpiresAtMs: keyfob.time.nowMs() + 20 * dayMs,
      ...part,
      fields: { host: old.service.origin, apiKey: old.secret, ...fields },
    });

  beforeEach(async () => {
    old = cases[presetId]();
    idsBefore = ids();
    http = new HeardHttp();
    keyfob = await KeyfobInMemory.start({ http });
    const added = await keyfob.app.keys.add(keyDraft());
    if (!added.ok) throw new Error(JSON.stringify(added.failure));
    id = added.value.keyId;
    await http.quiet(keyfob);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  const rotation = () => keyfob.viewOf(id)?.rotation;
  const secretNow = async () => {
    keyfob.time.sleep(1_000);
    const revealed = await keyfob.app.reveal.reveal(id, 'apiKey');
    return revealed.ok ? revealed.value.secret : undefined;
  };
  /** Whether what is handed out works at the service. */
  const works = async () => {
    const copied = await keyfob.app.copy.copy(id);
    return copied.ok && old.service.testCall(keyfob.clipboard.text);
  };
  /** The computer sleeps for so long; then there is time for what is due. */
  const sleepFor = async (ms: number) => {
    keyfob.time.sleep(ms);
    for (let times = 0; times < 2; times += 1) {
      await keyfob.time.advance(31_000);
      await http.quiet(keyfob);
    }
  };
  const restart = async () => {
    await keyfob.restart();
    await http.quiet(keyfob);
  };

  it('makes a new secret, uses it once it was tested, and removes the old one after a day', async () => {
    expect(await keyfob.app.rotation.begin(id)).toEqual({ ok: true, value: undefined });
    const [madeId = ''] = made();
    expect(made()).toHaveLength(1);
    expect(rotation()).toEqual({
      kind: 'automatic',
      state: 'overlap',
      newName: expect.stringMatching(/^keyfob-\d{12}-[0-9a-f]{4}$/),
      oldName: null,
      removesAtMs: keyfob.time.nowMs() + dayMs,
      failure: null,
    });
    expect(await secretNow()).toBe(old.secretOf(madeId));
    expect(await works()).toBe(true);
    expect(keyfob.viewOf(id)?.createdAtMs).toBeGreaterThan(keyfob.time.nowMs() - 10_000);
    await restart();
    await sleepFor(dayMs - hourMs);
    expect(ids()).toContain(old.id);
    await sleepFor(hourMs);
    expect(rotation()).toBeNull();
    expect(ids()).not.toContain(old.id);
    expect(ids()).toContain(madeId);
    expect(await works()).toBe(true);
    await restart();
    expect(rotation()).toBeNull();
  });

  it('goes back to the old one, keeps it for good, or removes it at once, as the user says', async () => {
    await keyfob.app.rotation.begin(id);
    expect(await keyfob.app.rotation.end(id, 'undo')).toEqual({ ok: true, value: undefined });
    expect(await secretNow()).toBe(old.secret);
    expect(keyfob.viewOf(id)?.keyExpiresAtMs).not.toBeNull();
    expect(await works()).toBe(true);
    await restart();
    await sleepFor(2 * dayMs);
    expect(rotation()).toMatchObject({ state: 'undone', newName: expect.any(String), removesAtMs: null });
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ failure: { reason: 'alreadyRuns' } });
    expect(await keyfob.app.rotation.end(id, 'undo')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toMatchObject({ state: 'overlap', removesAtMs: keyfob.time.nowMs() + dayMs });
    expect(await secretNow()).toBe(old.secretOf(made()[0] ?? ''));
    await keyfob.app.rotation.end(id, 'undo');
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toBeNull();
    expect(await secretNow()).toBe(old.secret);
    expect(await works()).toBe(true);
    expect(ids()).toContain(made()[0]);

    await keyfob.app.rotation.begin(id);
    expect(await keyfob.app.rotation.end(id, 'keepOld')).toEqual({ ok: true, value: undefined });
    expect(await secretNow()).toBe(old.secretOf(made().at(-1) ?? ''));
    await sleepFor(2 * dayMs);
    expect(ids()).toContain(old.id);

    const second = made().at(-1) ?? '';
    await keyfob.app.rotation.begin(id);
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toEqual({ ok: true, value: undefined });
    expect(ids()).not.toContain(second);
    expect(rotation()).toBeNull();
    expect(await works()).toBe(true);
  });

  it('tries the removal again when it does not work', async () => {
    await keyfob.app.rotation.begin(id);
    old.service.failNext('http503', 9, 'manage');
    expect(await keyfob.app.rotation.end(id, 'removeOld')).toMatchObject({
      failure: { kind: 'serviceFailed' },
    });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'serviceFailed' } });
    expect(ids()).toContain(old.id);
    old.service.failNoMore();
    await restart();
    await sleepFor(hourMs);
    expect(rotation()).toBeNull();
    expect(ids()).not.toContain(old.id);
  });

  it('leaves the old one in use when the service makes none, and when it cannot be reached', async () => {
    for (const failure of ['http503', 'http429', 'closed'] as const) {
      old.service.failNext(failure, 1, 'manage');
      expect((await keyfob.app.rotation.begin(id)).ok).toBe(false);
      expect(await secretNow()).toBe(old.secret);
      expect(await works()).toBe(true);
      // Only a lost answer leaves it open whether a secret was made.
      expect(rotation()?.failure?.kind).toBe(failure === 'closed' ? 'unreachable' : undefined);
    }
    old.service.failNoMore();
    expect(made()).toEqual([]);
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
  });

  it('is one at a time', async () => {
    const [first, second] = await Promise.all([keyfob.app.rotation.begin(id), keyfob.app.rotation.begin(id)]);
    expect([first.ok, second.ok]).toEqual([true, false]);
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ failure: { reason: 'alreadyRuns' } });
    expect(made()).toHaveLength(1);
  });

  it('leaves the old or the new one in use wherever the process ends, and says which', async () => {
    for (const isKept of [true, false]) {
      for (let commit = 1; commit <= 4; commit += 1) {
        keyfob.vault.crashAt(commit, isKept);
        const begun = keyfob.app.rotation.begin(id);
        await Promise.race([begun, keyfob.until(() => keyfob.vault.hasCrashed)]);
        await http.quiet(keyfob);
        await restart();
        const view = rotation();
        const isNew = (await secretNow()) !== old.secret;
        expect(await works(), `commit ${commit}`).toBe(true);
        expect(isNew, `commit ${commit}`).toBe(view?.state === 'overlap');
        if (view?.state === 'creating')
          expect(view.failure).toMatchObject({ kind: 'internal', reason: 'rotationInterrupted' });
        if (isNew) await keyfob.app.rotation.end(id, 'undo');
        if (view !== null) await keyfob.app.rotation.end(id, 'keepOld');
        expect(await secretNow()).toBe(old.secret);
      }
    }
  });

  it('loses no secret that was made to a full disk', async () => {
    const release = old.service.hold();
    const asked = http.requests.length;
    const begun = keyfob.app.rotation.begin(id);
    await keyfob.until(() => http.requests.length > asked);
    keyfob.vault.isFull = true;
    release();
    expect(await begun).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(rotation()).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(await works()).toBe(true);
    keyfob.vault.isFull = false;
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
    expect(made()).toHaveLength(1);
    expect(await secretNow()).toBe(old.secretOf(made()[0] ?? ''));
  });

  it('ends with its key, of which nothing comes back', async () => {
    await keyfob.app.rotation.begin(id);
    await keyfob.app.keys.delete(id);
    await sleepFor(3 * dayMs);
    for (const type of ['key', 'keySecrets', 'keyUse', 'token', 'rotation'] as const)
      expect(await keyfob.vault.readAll(type)).toMatchObject({ value: { records: new Map() } });
    expect(ids()).toContain(old.id);
  });

  it('sends the old secret to no other address', async () => {
    await keyfob.app.rotation.begin(id);
    const other = services.layar;
    const moved = keyDraft({}, { host: other.origin, apiKey: 'another-secret' });
    expect((await keyfob.app.keys.edit(id, moved)).ok).toBe(true);
    await sleepFor(3 * dayMs);
    expect(rotation()).toBeNull();
    expect(await keyfob.app.rotation.end(id, 'undo')).toMatchObject({ failure: { kind: 'keyNotFound' } });
    const sent = services.journal.entries({ service: 'layar' });
    expect(JSON.stringify(sent)).not.toContain(old.secret);
  });
});
