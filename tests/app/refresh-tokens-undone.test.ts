import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { RenewedSecrets } from '#app/renewed-secrets';
import type { KeyId } from '#core/api-key';
import { Secret } from '#core/secret';
import { startRotatingRefreshService } from '../services/rotating-refresh-service.ts';
import { changed, exportedText, previewText } from './export-rig.ts';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';
import { addSignedIn, refreshDraft, startOverNetwork, storedToken } from './refresh-token-rig.ts';

const started = await startRotatingRefreshService();
afterAll(() => started.stop());
const { service } = started;
let keyfob: KeyfobInMemory;
let id: KeyId;
let first: string;
/** An export, and the refresh token that it holds. */
let text: string;
let inFile: string;

beforeEach(async () => {
  keyfob = await startOverNetwork();
  ({ id, first } = await addSignedIn(keyfob, started));
  text = await exportedText(keyfob);
  inFile = service.currentOf(first) ?? '';
});

const failureNow = () => keyfob.viewOf(id)?.token.failure;
const inDoubt = { kind: 'signInNeeded', reason: 'refreshTokenInDoubt' };

/** Restores the file and gives its id for the undo; the key was asked for when it resolves. */
async function restored(file: string): Promise<string> {
  const { exportId } = await previewText(keyfob, file);
  const done = await keyfob.app.restores.restore(exportId, 'merge');
  expect(done).toMatchObject({ ok: true });
  await keyfob.time.advance(1_000);
  await keyfob.until(() => !['neverFetched', 'refreshing'].includes(keyfob.stateOf(id) ?? ''));
  return exportId;
}

/** The same file as from a computer where the key was changed since. */
const newer = () =>
  changed(text, ({ keys }) => {
    for (const key of keys) {
      key['changedAtMs'] = keyfob.time.nowMs() + 1;
      key['fields'] = { ...(key['fields'] as object), scope: 'less' };
    }
  });

describe('a refresh token that was used up between a restore and its undo', () => {
  it('is not sent again when the file is restored once more', async () => {
    await keyfob.app.keys.delete(id);
    const exportId = await restored(text);
    expect(service.usesOf(inFile)).toBe(1);
    expect((await keyfob.app.restores.undo(exportId)).ok).toBe(true);
    expect(keyfob.viewOf(id)).toBeUndefined();
    await restored(text);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(service.reused()).toEqual([]);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
  });

  it('is not brought back over the one that came for it', async () => {
    const exportId = await restored(newer());
    expect(service.usesOf(inFile)).toBe(1);
    expect((await keyfob.app.restores.undo(exportId)).ok).toBe(true);
    expect(keyfob.viewOf(id)?.fields['scope']).toBeUndefined();
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
    expect((await keyfob.app.tokens.renew(id)).ok).toBe(true);
    expect(service.reused()).toEqual([]);
  });

  it('stays in doubt when its answer was lost', async () => {
    service.cutNextAt('rotated');
    const exportId = await restored(newer());
    expect(failureNow()).toMatchObject(inDoubt);
    expect((await keyfob.app.restores.undo(exportId)).ok).toBe(true);
    expect(failureNow()).toMatchObject(inDoubt);
    await keyfob.app.keys.delete(id);
    await restored(text);
    expect(failureNow()).toMatchObject(inDoubt);
    expect(service.usesOf(inFile)).toBe(1);
  });

  it('is not sent when its key is deleted and added anew with it', async () => {
    await keyfob.app.keys.delete(id);
    const added = await keyfob.app.keys.add(
      refreshDraft(started, { refreshToken: first }, { name: 'again' }),
    );
    if (!added.ok) throw new Error(added.failure.kind);
    await keyfob.until(() => keyfob.stateOf(added.value.keyId) === 'fresh');
    expect(service.reused()).toEqual([]);
  });
});

describe('what is remembered of refresh tokens', () => {
  const of = (text: string) => ({ refreshToken: new Secret(text) });
  const now = (renewed: RenewedSecrets, text: string) => renewed.current(of(text))['refreshToken']?.reveal();

  it('is forgotten with a lock if it is stored anyway', () => {
    const renewed = new RenewedSecrets();
    renewed.add(of('form-1'), of('form-2'), 'form');
    renewed.add(of('key-1'), of('key-2'), 'key');
    renewed.doubt(new Secret('key-2'), 5, 'key');
    renewed.doubt(new Secret('form-2'), 6, 'form');
    expect([now(renewed, 'key-1'), renewed.doubtfulSinceMs(of('key-2'))]).toEqual(['key-2', 5]);
    renewed.forgetKeys();
    expect([now(renewed, 'key-1'), renewed.doubtfulSinceMs(of('key-2'))]).toEqual(['key-1', null]);
    expect([now(renewed, 'form-1'), renewed.doubtfulSinceMs(of('form-2'))]).toEqual(['form-2', 6]);
  });

  it('is bounded, however long Keyfob runs', () => {
    const renewed = new RenewedSecrets();
    for (let n = 0; n < 10_001; n += 1) renewed.add(of(`key-${n}`), of(`key-${n + 1}`), 'key');
    expect(now(renewed, 'key-0')).toBe('key-0');
    expect(now(renewed, 'key-1')).toBe('key-10001');
  });
});
