import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import type { Result } from '#core/failure';
import type { HttpAnswer, HttpRequest } from '#core/ports';
import type { CelerdataCredential } from '../services/celerdata-service.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const dayMs = 24 * 3_600_000;
let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

/** The real network; something is done right before the next request goes out. */
class WatchedHttp extends HeardHttp {
  before: (() => unknown) | null = null;

  override async send(request: HttpRequest): Promise<Result<HttpAnswer>> {
    const { before } = this;
    this.before = null;
    await before?.();
    return super.send(request);
  }
}

describe('the rotation of a CelerData key by hand', () => {
  let keyfob: KeyfobInMemory;
  let http: WatchedHttp;
  let id: KeyId;
  let old: CelerdataCredential;
  let next: CelerdataCredential;
  let stored: KeyDraft;
  let oldExpiryMs: number;
  let newExpiryMs: number;

  beforeEach(async () => {
    const { celerdata } = services;
    celerdata.failNoMore();
    old = celerdata.addCredential();
    next = celerdata.addCredential();
    http = new WatchedHttp();
    keyfob = await KeyfobInMemory.start({ http });
    oldExpiryMs = keyfob.time.nowMs() + 5 * dayMs;
    newExpiryMs = keyfob.time.nowMs() + 90 * dayMs;
    const fields = { host: celerdata.origin, clientId: old.id, clientSecret: old.secret };
    stored = draft({ name: 'prod', keyExpiresAtMs: oldExpiryMs, createdAtMs: 1_700_000_000_000, fields });
    const added = await keyfob.app.keys.add(stored);
    if (!added.ok) throw new Error('not added');
    id = added.value.keyId;
    await http.quiet(keyfob);
  });

  const rotation = () => keyfob.viewOf(id)?.rotation;
  const fieldsOf = ({ id: clientId, secret: clientSecret }: CelerdataCredential) => ({
    clientId,
    clientSecret,
  });
  const rotate = (fields: Record<string, string> = fieldsOf(next)) =>
    keyfob.app.rotation.byHand.begin('run', id, fields, newExpiryMs);
  const end = (how: 'removeOld' | 'keepOld' | 'undo') => keyfob.app.rotation.end(id, how);
  const restart = async () => {
    await keyfob.restart();
    await http.quiet(keyfob);
  };
  /** Client id and secret that are in use, if a token that they give works. */
  const inUse = async () => {
    keyfob.time.sleep(1_000);
    const revealed = await keyfob.app.reveal.reveal(id, 'clientSecret');
    const renewed = await keyfob.app.tokens.renew(id, true);
    const works = renewed.ok && (await services.celerdata.testCall(renewed.value.value.reveal()));
    return {
      id: keyfob.viewOf(id)?.clientId,
      secret: revealed.ok ? revealed.value.secret : undefined,
      works,
    };
  };
  const works = (credential: CelerdataCredential) => ({ ...credential, works: true });
  const expectOld = async () => {
    expect(await inUse()).toEqual(works(old));
    expect(keyfob.viewOf(id)).toMatchObject({ keyExpiresAtMs: oldExpiryMs, createdAtMs: 1_700_000_000_000 });
  };

  it('tests the new id and secret step by step, switches, and waits for the user to delete the old one', async () => {
    const rotatedAtMs = keyfob.time.nowMs();
    expect(await rotate()).toMatchObject({ ok: true, value: { passed: true } });
    expect(keyfob.progress.at(-1)?.map(({ outcome }) => outcome)).not.toContain('running');
    expect(rotation()).toEqual({
      kind: 'guided',
      state: 'overlap',
      newName: null,
      oldName: null,
      removesAtMs: null,
      failure: null,
    });
    expect(keyfob.viewOf(id)).toMatchObject({ keyExpiresAtMs: newExpiryMs, createdAtMs: rotatedAtMs });
    await restart();
    keyfob.time.sleep(30 * dayMs);
    await keyfob.time.advance(31_000);
    await http.quiet(keyfob);
    expect(rotation()).toMatchObject({ kind: 'guided', state: 'overlap' });
    expect(await inUse()).toEqual(works(next));
    expect(await rotate(fieldsOf(old))).toMatchObject({ failure: { reason: 'alreadyRuns' } });
    expect(await end('removeOld')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toBeNull();
    expect(JSON.stringify(keyfob.vault.commits.at(-1))).not.toContain(old.secret);
    expect(await keyfob.vault.readAll('rotation')).toMatchObject({ value: { records: new Map() } });
    expect(await inUse()).toEqual(works(next));
  });

  it('goes back to the old ones and forth again, each tested before', async () => {
    await rotate();
    expect(await end('undo')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toMatchObject({ kind: 'guided', state: 'undone' });
    await restart();
    await expectOld();
    expect(await end('undo')).toEqual({ ok: true, value: undefined });
    expect(rotation()).toMatchObject({ state: 'overlap' });
    expect(await inUse()).toEqual(works(next));
    expect(keyfob.viewOf(id)?.keyExpiresAtMs).toBe(newExpiryMs);
    services.celerdata.revokeCredential(old.id);
    expect(await end('undo')).toMatchObject({ failure: { kind: 'refused' } });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'refused' } });
    expect(await inUse()).toEqual(works(next));
  });

  it('changes nothing when the new secret fails its test, and says why', async () => {
    const before = keyfob.vault.commits.length;
    const report = await rotate({ clientId: next.id, clientSecret: 'mistyped' });
    expect(report).toMatchObject({ ok: true, value: { passed: false, failure: { kind: 'refused' } } });
    expect(report.ok && report.value.causes[0]).toContain('secret');
    services.celerdata.failNext('closed');
    expect(await rotate()).toMatchObject({ value: { passed: false, failure: { kind: 'unreachable' } } });
    http.before = () => keyfob.app.tests.cancel('run');
    expect(await rotate()).toMatchObject({ value: { passed: false, failure: { kind: 'cancelled' } } });
    expect(keyfob.vault.commits).toHaveLength(before);
    expect(rotation()).toBeNull();
    expect(keyfob.stateOf(id)).toBe('fresh');
    await expectOld();
    const shown = JSON.stringify([keyfob.app.snapshot(), keyfob.log.lines, keyfob.progress]);
    expect(shown).not.toContain(next.secret);
  });

  it('takes a new secret with the old id, and nothing but secrets and what names them', async () => {
    const host = services.layar.origin;
    for (const fields of [
      { ...fieldsOf(next), host },
      { nonsense: 'x', clientSecret: 'y' },
    ])
      expect(await rotate(fields)).toMatchObject({ failure: { reason: 'unknownField' } });
    for (const fields of [{}, { clientId: next.id }, { clientId: next.id, clientSecret: ' ' }])
      expect(await rotate(fields)).toMatchObject({ failure: { field: 'clientSecret', reason: 'empty' } });
    expect(await rotate({ clientId: next.id, clientSecret: old.secret })).toMatchObject({
      failure: { field: 'clientSecret', reason: 'alreadyInUse' },
    });
    expect(services.journal.entries({ service: 'layar' })).toEqual([]);
    services.celerdata.addCredential({ id: old.id, secret: next.secret });
    expect(await rotate({ clientSecret: next.secret })).toMatchObject({ value: { passed: true } });
    expect(await inUse()).toEqual({ id: old.id, secret: next.secret, works: true });
  });

  it('changes nothing when the disk refuses it, and works when it is tried again', async () => {
    keyfob.vault.isFull = true;
    expect(await rotate()).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(rotation()).toBeNull();
    expect(keyfob.viewOf(id)?.clientId).toBe(old.id);
    keyfob.vault.isFull = false;
    await expectOld();
    expect(await rotate()).toMatchObject({ value: { passed: true } });
    keyfob.vault.isFull = true;
    expect(await end('undo')).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(await end('removeOld')).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(rotation()).toMatchObject({ state: 'overlap', failure: { kind: 'vaultWriteFailed' } });
    keyfob.vault.isFull = false;
    expect(await inUse()).toEqual(works(next));
  });

  it('gives way to an edit meanwhile, and to a deletion', async () => {
    const third = services.celerdata.addCredential();
    const edited = { ...stored, fields: { ...stored.fields, ...fieldsOf(third) } };
    http.before = () => keyfob.app.keys.edit(id, edited);
    expect(await rotate()).toMatchObject({ failure: { kind: 'invalidInput', reason: 'editedMeanwhile' } });
    expect(await inUse()).toEqual(works(third));
    expect(rotation()).toBeNull();
    http.before = () => keyfob.app.keys.edit(id, { ...edited, name: 'renamed' });
    expect(await rotate()).toMatchObject({ ok: false });
    http.before = () => keyfob.app.keys.delete(id);
    expect(await rotate()).toMatchObject({ failure: { kind: 'keyNotFound' } });
    for (const type of ['key', 'keySecrets', 'keyUse', 'token', 'rotation'] as const)
      expect(await keyfob.vault.readAll(type)).toMatchObject({ value: { records: new Map() } });
  });

  it('ends when another secret is entered, and goes on when something else is edited', async () => {
    await rotate();
    const fields = { host: services.celerdata.origin, clientId: next.id };
    await keyfob.app.keys.edit(id, { ...stored, description: 'other', fields });
    expect(rotation()).toMatchObject({ state: 'overlap' });
    const third = services.celerdata.addCredential();
    await keyfob.app.keys.edit(id, { ...stored, fields: { ...stored.fields, ...fieldsOf(third) } });
    expect(rotation()).toBeNull();
    await restart();
    expect(rotation()).toBeNull();
    expect(await inUse()).toEqual(works(third));
  });

  it('is one at a time', async () => {
    const both = await Promise.all([rotate(), rotate(fieldsOf(services.celerdata.addCredential()))]);
    expect(both).toMatchObject([{ ok: true }, { failure: { reason: 'alreadyRuns' } }]);
    expect(await inUse()).toEqual(works(next));
  });

  it('leaves the old or the new one in use wherever the process ends, and says which', async () => {
    for (const isKept of [true, false]) {
      for (let commit = 1; commit <= 3; commit += 1) {
        for (const step of [() => rotate(), () => end('undo'), () => end('removeOld')]) {
          keyfob.vault.crashAt(commit, isKept);
          await Promise.race([step(), keyfob.until(() => keyfob.vault.hasCrashed)]);
          await http.quiet(keyfob);
          await restart();
          const isNew = rotation()?.state === 'overlap';
          expect(await inUse(), `commit ${commit}`).toEqual(works(isNew ? next : old));
          if (rotation() === null) await rotate();
        }
        if (rotation()?.state === 'overlap') await end('undo');
        await end('removeOld');
      }
    }
  });
});
