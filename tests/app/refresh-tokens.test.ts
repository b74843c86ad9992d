import { afterAll, describe, expect, it } from 'vitest';
import { fail } from '#core/failure';
import { json } from '../fakes/scripted-http.ts';
import { startRotatingRefreshService } from '../services/rotating-refresh-service.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { addSignedIn, refreshDraft, startOverNetwork, storedToken } from './refresh-token-rig.ts';

const hourMs = 3_600_000;
const started = await startRotatingRefreshService();
afterAll(() => started.stop());
const { service } = started;

describe('a refresh token that is replaced at each use', () => {
  it('is stored before its access token can be had', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
    const kinds = keyfob.vault.commits.map((changes) =>
      changes.map((change) => ('put' in change ? change.put : 'removed')).join(' '),
    );
    const secretsAt = kinds.findLastIndex((kind) => kind.includes('keySecrets'));
    const tokenAt = kinds.findIndex((kind) => kind.includes('token'));
    expect(secretsAt).toBeLessThanOrEqual(tokenAt);
  });

  it('carries a key through a day of renewals and restarts', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    for (let round = 0; round < 8; round += 1) {
      if (round % 3 === 2) await keyfob.restart();
      const before = service.currentOf(first);
      await keyfob.time.advance(299_000);
      await keyfob.until(() => service.currentOf(first) !== before && keyfob.stateOf(id) === 'fresh');
    }
    expect(service.reused()).toEqual([]);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
  });

  it('is asked for once, however many ask', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    keyfob.time.sleep(hourMs);
    const before = service.currentOf(first) ?? '';
    const asked = await Promise.all(
      Array.from({ length: 50 }, () => keyfob.app.tokens.handOut(id, 'person')),
    );
    expect(asked.every(({ ok }) => ok)).toBe(true);
    expect(service.usesOf(before)).toBe(1);
    expect(service.isAlive(first)).toBe(true);
  });
});

describe('a disk that is full when a refresh token was replaced', () => {
  it('keeps the new one in memory, uses nothing of it, and stores it later without asking again', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const second = service.currentOf(first) ?? '';
    const release = service.holdAt('rotated');
    const reached = service.reached('rotated');
    const renewed = keyfob.app.tokens.renew(id);
    await reached;
    keyfob.vault.isFull = true;
    release();
    expect(await renewed).toMatchObject({ ok: false, failure: { kind: 'vaultWriteFailed' } });
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject({ kind: 'vaultWriteFailed' });
    keyfob.time.sleep(hourMs);
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    await keyfob.time.advance(20 * 60_000);
    expect(keyfob.stateOf(id)).toBe('retrying');
    expect(service.usesOf(second)).toBe(1);
    expect(service.usesOf(service.currentOf(first) ?? '')).toBe(0);
    const third = service.currentOf(first);
    keyfob.vault.isFull = false;
    await keyfob.app.tokens.renew(id);
    expect(service.currentOf(first)).toBe(third);
    expect(await storedToken(keyfob, id)).toBe(third);
  });

  it('says after a restart that a sign-in is needed, and does not send the used one', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const second = service.currentOf(first) ?? '';
    const release = service.holdAt('rotated');
    const reached = service.reached('rotated');
    const renewed = keyfob.app.tokens.renew(id);
    await reached;
    keyfob.vault.isFull = true;
    release();
    await renewed;
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject({ reason: 'refreshTokenInDoubt' });
    expect(service.usesOf(second)).toBe(1);
  });

  it('sends nothing when it is full already', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const second = service.currentOf(first) ?? '';
    keyfob.vault.isFull = true;
    expect(await keyfob.app.tokens.renew(id)).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    expect(service.usesOf(second)).toBe(0);
    keyfob.vault.isFull = false;
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('does not lose the new one to an edit of something else', async () => {
    const keyfob = await startOverNetwork();
    const { id, first } = await addSignedIn(keyfob, started);
    const release = service.holdAt('rotated');
    const reached = service.reached('rotated');
    const renewed = keyfob.app.tokens.renew(id);
    await reached;
    keyfob.vault.isFull = true;
    release();
    await renewed;
    keyfob.vault.isFull = false;
    const edited = refreshDraft(started, { scope: 'less' }, { name: 'prod' });
    expect(await keyfob.app.keys.edit(id, edited)).toMatchObject({ ok: true });
    await keyfob.until(() => keyfob.stateOf(id) === 'fresh');
    expect(service.reused()).toEqual([]);
    expect(await storedToken(keyfob, id)).toBe(service.currentOf(first));
  });
});

describe('an answer', () => {
  const token = (refresh_token?: string) =>
    json(200, { access_token: `a-${refresh_token}`, token_type: 'Bearer', expires_in: 300, refresh_token });
  const sentTokens = (keyfob: KeyfobInMemory) =>
    keyfob.http.requests.map(({ body }) => new URLSearchParams(body ?? '').get('refresh_token'));
  const add = (keyfob: KeyfobInMemory) => {
    const { extraCaPem: _, ...drafted } = refreshDraft(started, { refreshToken: 'r-1' });
    return keyfob.add(drafted);
  };

  it.each([
    ['503', json(503, {})],
    ['429', json(429, {})],
    ['a connection that was not made', fail('unreachable', { step: 'connect', host: 'h' })],
    ['a proxy that refuses', fail('proxyFailed', { step: 'connect', host: 'h' })],
    ['a redirect', fail('redirected', { step: 'answer', httpStatus: 302 })],
  ])('that used nothing up is followed by another try: %s', async (_, answer) => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(answer, token('r-2'));
    const id = await add(keyfob);
    await keyfob.time.advance(60_000);
    expect(sentTokens(keyfob)).toEqual(['r-1', 'r-1']);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it.each([
    ['500', json(500, {})],
    ['502', json(502, {})],
    ['a web page', { ok: true, value: { status: 200, headers: {}, body: '<html></html>' } } as const],
    ['a damaged token', json(200, { access_token: 'a b', refresh_token: 'r-2' })],
    ['a cut connection', fail('unreachable', { step: 'answer', host: 'h', reason: 'ECONNRESET' })],
    ['no answer in time', fail('timedOut', { step: 'answer', host: 'h' })],
    ['an answer that is too large', fail('answerTooLarge', { step: 'answer', host: 'h' })],
  ])('that leaves it open is followed by none: %s', async (_, answer) => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(answer);
    const id = await add(keyfob);
    await keyfob.time.advance(24 * hourMs);
    expect(keyfob.viewOf(id)?.token).toMatchObject({
      state: 'needsYou',
      failure: { kind: 'signInNeeded', reason: 'refreshTokenInDoubt' },
    });
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'signInNeeded' } });
    await keyfob.restart();
    await keyfob.time.advance(24 * hourMs);
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject({ reason: 'refreshTokenInDoubt' });
    expect(keyfob.http.requests).toHaveLength(1);
  });

  it.each([400, 401, 403])('that refuses it (%i) is a refusal, also after a restart', async (status) => {
    const keyfob = await KeyfobInMemory.start();
    keyfob.http.answerWith(json(status, { error: 'invalid_grant' }));
    const id = await add(keyfob);
    expect(keyfob.stateOf(id)).toBe('rejected');
    await keyfob.restart();
    await keyfob.time.advance(24 * hourMs);
    expect(keyfob.stateOf(id)).toBe('rejected');
    expect(keyfob.http.requests).toHaveLength(1);
  });

  it('without a new refresh token keeps the old one, which then may be sent again', async () => {
    const keyfob = await KeyfobInMemory.start();
    const cut = fail('unreachable', { step: 'answer', host: 'h' });
    keyfob.http.answerWith(token(), cut, token(), token('r-1'), cut, token('r-2'), cut);
    const id = await add(keyfob);
    for (const expected of ['fresh', 'offline', 'fresh', 'fresh', 'offline', 'fresh', 'needsYou']) {
      expect(keyfob.stateOf(id)).toBe(expected);
      await keyfob.app.tokens.renew(id);
    }
    expect(sentTokens(keyfob).slice(0, 7)).toEqual(['r-1', 'r-1', 'r-1', 'r-1', 'r-1', 'r-1', 'r-2']);
  });

  it('of the metadata of an issuer says nothing about a refresh token that was not sent', async () => {
    const keyfob = await KeyfobInMemory.start();
    const page = { ok: true, value: { status: 200, headers: {}, body: '<html>sign in</html>' } } as const;
    keyfob.http.answerWith(page, page, page);
    const { extraCaPem: _, ...drafted } = refreshDraft(started, {
      tokenUrl: '',
      issuer: 'https://login.example',
      refreshToken: 'r-1',
    });
    const id = await keyfob.add(drafted);
    expect(keyfob.stateOf(id)).toBe('retrying');
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject({ step: 'discover' });
  });
});
