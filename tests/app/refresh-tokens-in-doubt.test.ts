import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import { startRotatingRefreshService } from '../services/rotating-refresh-service.ts';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';
import { addSignedIn, refreshDraft, startOverNetwork, storedToken } from './refresh-token-rig.ts';

const hourMs = 3_600_000;
const started = await startRotatingRefreshService();
afterAll(() => started.stop());
const { service } = started;
let keyfob: KeyfobInMemory;
let id: KeyId;
let first: string;

beforeEach(async () => {
  keyfob = await startOverNetwork();
  ({ id, first } = await addSignedIn(keyfob, started));
});

const edit = (fields: Record<string, string> = {}, description = '') =>
  keyfob.app.keys.edit(id, refreshDraft(started, fields, { name: 'prod', description }));

const failureNow = () => keyfob.viewOf(id)?.token.failure;
const inDoubt = { kind: 'signInNeeded', reason: 'refreshTokenInDoubt' };

/** The connection breaks when the new refresh token is under way. Gives the one that was used up. */
async function loseAnswer(): Promise<string> {
  const used = service.currentOf(first) ?? '';
  service.cutNextAt('rotated');
  expect((await keyfob.app.tokens.renew(id)).ok).toBe(false);
  return used;
}

describe('a refresh token in doubt', () => {
  it('is told of and never sent again by itself, also after a restart', async () => {
    const used = await loseAnswer();
    expect(failureNow()).toMatchObject(inDoubt);
    await keyfob.time.advance(48 * hourMs);
    keyfob.events.tell('online');
    await keyfob.restart();
    keyfob.events.tell('online');
    await keyfob.time.advance(48 * hourMs);
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: inDoubt });
    expect(service.usesOf(used)).toBe(1);
    expect(keyfob.notifier.warnings).toContain('prod can no longer be renewed');
  });

  it('leaves the access token usable as long as it lives', async () => {
    await loseAnswer();
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
    await keyfob.restart();
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  });

  it('is not sent because the name or another field was edited', async () => {
    const used = await loseAnswer();
    expect((await edit({}, 'new words')).ok).toBe(true);
    expect((await edit({ scope: 'less' })).ok).toBe(true);
    expect((await edit({ clientAuthentication: 'body', clientSecret: 'new' })).ok).toBe(true);
    await keyfob.time.advance(hourMs);
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(1);
    expect(failureNow()).toMatchObject(inDoubt);
  });

  it('is sent when the user asks for it, and once more only when asked again', async () => {
    const used = await loseAnswer();
    await keyfob.app.tokens.renew(id, true);
    expect(service.usesOf(used)).toBe(2);
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(2);
    expect(keyfob.stateOf(id)).toBe('rejected');
  });

  it('stays in doubt when the retry of the user does not get through', async () => {
    const used = await loseAnswer();
    service.setDown(true);
    await keyfob.app.tokens.renew(id, true);
    service.setDown(false);
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(1);
    expect(failureNow()).toMatchObject(inDoubt);
    await keyfob.restart();
    expect(failureNow()).toMatchObject(inDoubt);
  });

  it('gives way to a new one', async () => {
    await loseAnswer();
    const again = service.signIn();
    expect((await edit({ refreshToken: again })).ok).toBe(true);
    await keyfob.until(() => service.usesOf(again) === 1 && keyfob.stateOf(id) === 'fresh');
    await keyfob.restart();
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(again));
  });
});

describe('an edit while the refresh token is under way', () => {
  async function held(work: () => Promise<unknown>, isCut: boolean): Promise<string> {
    const used = service.currentOf(first) ?? '';
    const release = service.holdAt('rotated');
    const reached = service.reached('rotated');
    if (isCut) service.cutNextAt('rotated');
    const renewed = keyfob.app.tokens.renew(id);
    await reached;
    await work();
    release();
    await renewed;
    return used;
  }

  it('counts together with the new refresh token', async () => {
    await held(() => edit({ scope: 'less' }), false);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(keyfob.viewOf(id)?.fields['scope']).toBe('less');
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
    expect(service.isAlive(first)).toBe(true);
  });

  it('of the description does not make a lost answer look harmless', async () => {
    const used = await held(() => edit({}, 'new words'), true);
    expect(failureNow()).toMatchObject(inDoubt);
    await keyfob.time.advance(hourMs);
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(1);
    expect(failureNow()).toMatchObject(inDoubt);
  });

  it('of another field does not make a lost answer look harmless', async () => {
    const used = await held(() => edit({ scope: 'less' }), true);
    await keyfob.time.advance(hourMs);
    expect(service.usesOf(used)).toBe(1);
    expect(failureNow()).toMatchObject(inDoubt);
  });

  it('puts the entered refresh token in place, whatever comes of the old one', async () => {
    for (const isCut of [false, true]) {
      const again = service.signIn();
      await held(() => edit({ refreshToken: again }), isCut);
      await keyfob.until(() => keyfob.stateOf(id) === 'fresh');
      expect(await storedToken(keyfob, id)).toBe(service.currentOf(again));
      first = again;
    }
  });

  it('keeps the new refresh token when the disk is full', async () => {
    await held(async () => {
      await edit({ scope: 'less' });
      keyfob.vault.isFull = true;
    }, false);
    await keyfob.time.advance(hourMs);
    keyfob.vault.isFull = false;
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(service.isAlive(first)).toBe(true);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
  });

  it('a deletion leaves nothing behind', async () => {
    await held(() => keyfob.app.keys.delete(id), false);
    for (const type of ['key', 'keySecrets', 'keyUse', 'token'] as const)
      expect(await keyfob.vault.readAll(type)).toMatchObject({ value: { records: new Map() } });
  });
});
