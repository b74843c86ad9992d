import { afterAll, describe, expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import { startRotatingRefreshService } from '../services/rotating-refresh-service.ts';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';
import { addSignedIn, refreshDraft, startOverNetwork, storedToken } from './refresh-token-rig.ts';

const hourMs = 3_600_000;
const started = await startRotatingRefreshService();
afterAll(() => started.stop());
const { service } = started;

const test = (keyfob: KeyfobInMemory, id: KeyId | null, fields: Record<string, string> = {}) =>
  keyfob.app.tests.run('run', id, refreshDraft(started, fields, { name: 'prod' }));
const passed = { ok: true, value: { passed: true } };
const inDoubt = { kind: 'signInNeeded', reason: 'refreshTokenInDoubt' };

describe('a test of a stored key', () => {
  it('stores the refresh token that it got, and the key goes on with it', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    for (let times = 0; times < 3; times += 1) expect(await test(keyfob, id)).toMatchObject(passed);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
    await keyfob.app.tokens.renew(id);
    await keyfob.restart();
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(service.reused()).toEqual([]);
  });

  it('and a renewal at the same time take turns', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const results = await Promise.all([
      keyfob.app.tokens.renew(id),
      test(keyfob, id),
      keyfob.app.tokens.renew(id),
      test(keyfob, id),
    ]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(service.reused()).toEqual([]);
    expect(service.isAlive(first)).toBe(true);
  });

  it('whose answer is lost leaves the refresh token in doubt, as a renewal does', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const used = service.currentOf(first) ?? '';
    service.cutNextAt('rotated');
    expect(await test(keyfob, id)).toMatchObject({ value: { passed: false, failure: inDoubt } });
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject(inDoubt);
    await keyfob.time.advance(hourMs);
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(1);
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject(inDoubt);
  });

  it('that a crash ends leaves it in doubt', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const used = service.currentOf(first) ?? '';
    const reached = service.reached('rotated');
    const release = service.holdAt('rotated');
    void test(keyfob, id);
    await reached;
    await keyfob.restart();
    release();
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(1);
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject(inDoubt);
  });

  it('does not lose the new refresh token to a full disk', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const reached = service.reached('rotated');
    const release = service.holdAt('rotated');
    const tested = test(keyfob, id);
    await reached;
    keyfob.vault.isFull = true;
    release();
    await tested;
    await keyfob.app.tokens.renew(id);
    keyfob.vault.isFull = false;
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(service.isAlive(first)).toBe(true);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
  });

  it('that is stopped half way still keeps what came for the refresh token', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const reached = service.reached('rotated');
    const release = service.holdAt('rotated');
    const tested = test(keyfob, id);
    await reached;
    keyfob.app.tests.cancel('run');
    release();
    expect(await tested).toMatchObject({ value: { passed: false, failure: { kind: 'cancelled' } } });
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(service.isAlive(first)).toBe(true);
  });

  it('with another refresh token in the form leaves the stored one alone', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const other = service.signIn();
    service.cutNextAt('rotated');
    expect(await test(keyfob, id, { refreshToken: other })).toMatchObject({ value: { passed: false } });
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('in doubt mends it when the service took the refresh token after all', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    service.cutNextAt('received');
    await keyfob.app.tokens.renew(id);
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject(inDoubt);
    expect(await test(keyfob, id)).toMatchObject(passed);
    await keyfob.time.advance(300_000);
    await keyfob.until(() => keyfob.stateOf(id) === 'fresh');
    expect(service.isAlive(first)).toBe(true);
  });
});

describe('a draft with a refresh token', () => {
  it('can be tested as often as wanted and then be saved', async () => {
    const keyfob = await startOverNetwork();
    const refreshToken = service.signIn();
    for (let times = 0; times < 3; times += 1)
      expect(await test(keyfob, null, { refreshToken })).toMatchObject(passed);
    const added = await keyfob.app.keys.add(refreshDraft(started, { refreshToken }, { name: 'prod' }));
    if (!added.ok) throw new Error('not added');
    await keyfob.until(() => keyfob.stateOf(added.value.keyId) === 'fresh');
    expect(service.isAlive(refreshToken)).toBe(true);
    expect(await storedToken(keyfob, added.value.keyId)).toBe(service.currentOf(refreshToken));
  });

  it('entered into the form of a stored key can be tested and then be saved', async () => {
    const keyfob = await startOverNetwork();
    const { id } = await addSignedIn(keyfob, started);
    const refreshToken = service.signIn();
    expect(await test(keyfob, id, { refreshToken })).toMatchObject(passed);
    await keyfob.app.keys.edit(id, refreshDraft(started, { refreshToken }, { name: 'prod' }));
    await keyfob.until(() => keyfob.stateOf(id) === 'fresh' && service.usesOf(refreshToken) === 1);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(refreshToken));
  });

  it('can be saved while its test runs: the key goes on with what the test got', async () => {
    const keyfob = await startOverNetwork();
    const refreshToken = service.signIn();
    const reached = service.reached('rotated');
    const release = service.holdAt('rotated');
    const tested = test(keyfob, null, { refreshToken });
    await reached;
    const adding = keyfob.app.keys.add(refreshDraft(started, { refreshToken }, { name: 'prod' }));
    await keyfob.time.advance(0);
    release();
    expect(await tested).toMatchObject(passed);
    const added = await adding;
    if (!added.ok) throw new Error('not added');
    await keyfob.until(() => keyfob.stateOf(added.value.keyId) === 'fresh');
    expect(service.usesOf(refreshToken)).toBe(1);
    expect(service.isAlive(refreshToken)).toBe(true);
  });

  it('entered into the form of a stored key can be saved while its test runs', async () => {
    const keyfob = await startOverNetwork();
    const { id } = await addSignedIn(keyfob, started);
    const refreshToken = service.signIn();
    const reached = service.reached('rotated');
    const release = service.holdAt('rotated');
    const tested = test(keyfob, id, { refreshToken });
    await reached;
    const edited = keyfob.app.keys.edit(id, refreshDraft(started, { refreshToken }, { name: 'prod' }));
    await keyfob.time.advance(0);
    release();
    expect(await tested).toMatchObject(passed);
    expect((await edited).ok).toBe(true);
    await keyfob.until(() => keyfob.stateOf(id) === 'fresh' && service.currentOf(refreshToken) !== undefined);
    expect(service.usesOf(refreshToken)).toBe(1);
    expect(service.isAlive(refreshToken)).toBe(true);
  });

  it.each(['a new key', 'a stored key'])(
    'stays in doubt when it is saved as %s after a test without an answer',
    async (of) => {
      const keyfob = await startOverNetwork();
      const stored = of === 'a new key' ? null : (await addSignedIn(keyfob, started)).id;
      const refreshToken = service.signIn();
      service.cutNextAt('rotated');
      expect(await test(keyfob, stored, { refreshToken })).toMatchObject({ value: { passed: false } });
      const saved = refreshDraft(started, { refreshToken }, { name: 'prod' });
      const added = stored === null ? await keyfob.app.keys.add(saved) : null;
      if (stored !== null) expect((await keyfob.app.keys.edit(stored, saved)).ok).toBe(true);
      const id = stored ?? (added?.ok ? added.value.keyId : ('none' as KeyId));
      expect(keyfob.viewOf(id)?.token.failure).toMatchObject(inDoubt);
      await keyfob.time.advance(hourMs);
      await keyfob.restart();
      await keyfob.time.advance(hourMs);
      expect(keyfob.viewOf(id)?.token.failure).toMatchObject(inDoubt);
      expect(service.usesOf(refreshToken)).toBe(1);
    },
  );
});
