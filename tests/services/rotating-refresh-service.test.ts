import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainRequest } from './exchange-by-contract.ts';
import { type RotatingRefreshService, startRotatingRefreshService } from './rotating-refresh-service.ts';

let started: Awaited<ReturnType<typeof startRotatingRefreshService>>;
let service: RotatingRefreshService;

beforeAll(async () => {
  started = await startRotatingRefreshService();
  service = started.service;
});
afterAll(() => started.stop());

const refresh = (refresh_token: string, changes: Record<string, string> = {}) =>
  plainRequest(started.caPem, service.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: service.credential.id,
      refresh_token,
      ...changes,
    }).toString(),
  });

it('gives a new refresh token for each use, and an access token', async () => {
  const first = service.signIn();
  const { status, json } = await refresh(first);
  const second = String(json['refresh_token']);
  expect(status).toBe(200);
  expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
  expect(await service.testCall(String(json['access_token']))).toBe(true);
  expect(second).not.toBe(first);
  expect(service.currentOf(first)).toBe(second);
  expect((await refresh(second)).status).toBe(200);
  expect([service.usesOf(first), service.usesOf(second)]).toEqual([1, 1]);
  expect(service.reused()).toEqual([]);
});

it('ends the whole family when a refresh token is used twice', async () => {
  const [first, other] = [service.signIn(), service.signIn()];
  const { json } = await refresh(first);
  expect(await refresh(first)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  expect(service.reused()).toEqual([first]);
  expect(await service.testCall(String(json['access_token']))).toBe(false);
  expect((await refresh(String(json['refresh_token']))).status).toBe(400);
  expect(service.isAlive(first)).toBe(false);
  expect((await refresh(other)).status).toBe(200);
});

it('refuses what is no refresh of its clients, without using the token up', async () => {
  const token = service.signIn();
  expect((await refresh(token, { grant_type: 'client_credentials' })).status).toBe(400);
  expect((await refresh(token, { client_id: 'another' })).status).toBe(401);
  expect((await refresh('made-up')).status).toBe(400);
  expect(service.usesOf(token)).toBe(0);
  expect((await refresh(token)).status).toBe(200);
});

it('cuts the connection before the rotation, which is harmless, or after it, which loses the new token', async () => {
  const before = service.signIn();
  service.cutNextAt('received');
  await expect(refresh(before)).rejects.toThrow();
  expect(service.usesOf(before)).toBe(0);
  expect((await refresh(before)).status).toBe(200);

  const after = service.signIn();
  service.cutNextAt('rotated');
  await expect(refresh(after)).rejects.toThrow();
  expect(service.usesOf(after)).toBe(1);
  expect(service.currentOf(after)).not.toBe(after);
  expect((await refresh(after)).json).toMatchObject({ error: 'invalid_grant' });
  expect(service.isAlive(after)).toBe(false);
});

it('can be held at each moment and tells when one is reached', async () => {
  const token = service.signIn();
  const go = service.holdAt('rotated');
  const [rotated, answered] = [service.reached('rotated'), service.reached('answered')];
  const answer = refresh(token);
  await rotated;
  expect(service.usesOf(token)).toBe(1);
  expect(service.currentOf(token)).not.toBe(token);
  expect(started.journal.entries().at(-1)?.status).toBeNull();
  go();
  await answered;
  expect((await answer).json).toMatchObject({ refresh_token: service.currentOf(token) });
});
