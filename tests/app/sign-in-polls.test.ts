import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startServices } from '../services/start-services.ts';
import { storedToken } from './refresh-token-rig.ts';
import { SignInRig } from './sign-in-rig.ts';

const secondMs = 1_000;
const services = await startServices();
afterAll(() => services.stop());
const { oauth } = services;
const client = oauth.addClient({ method: 'none' });

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.start(services, client);
});

describe('a poll', () => {
  it('comes later after slow_down', async () => {
    await rig.begin();
    oauth.failNext('slowDown');
    await rig.pass(5_001);
    await rig.pass(9_998);
    expect(rig.polls).toBe(1);
    await rig.pass(2);
    expect(rig.polls).toBe(2);
  });

  it.each(['http503', 'http429'] as const)('goes on after %s', async (failure) => {
    const code = await rig.begin();
    oauth.failNext(failure);
    await rig.pass(5_001);
    expect(rig.view?.signIn).not.toBeNull();
    await oauth.approveDevice(code);
    await rig.pass(10_001);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
  });

  it('goes on when the network was gone for a while', async () => {
    const code = await rig.begin();
    oauth.setDown(true);
    for (let times = 0; times < 6; times += 1) await rig.pass(5_001);
    oauth.setDown(false);
    expect(rig.polls).toBe(3);
    await oauth.approveDevice(code);
    await rig.pass(20_001);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
  });

  it('is for the newest code only', async () => {
    const results = await Promise.all([
      rig.keyfob.app.signIn.begin(rig.id),
      rig.keyfob.app.signIn.begin(rig.id),
    ]);
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const code = rig.view?.signIn?.userCode ?? '';
    await rig.pass(5_001);
    expect(rig.polls).toBe(1);
    await oauth.approveDevice(code);
    await rig.pass(5_001);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
  });

  it('whose tokens the disk does not take keeps them until it does', async () => {
    await oauth.approveDevice(await rig.begin());
    rig.keyfob.vault.isFull = true;
    await rig.pass(5_001);
    expect(rig.failure).toMatchObject({ kind: 'vaultWriteFailed' });
    expect(await rig.keyfob.app.copy.copy(rig.id)).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    rig.keyfob.vault.isFull = false;
    await rig.pass(60 * secondMs);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
    expect(rig.polls).toBe(1);
    await rig.keyfob.restart();
    await rig.keyfob.app.tokens.renew(rig.id);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
  });
});

describe('a key that is signed in', () => {
  beforeEach(async () => {
    await rig.signIn();
  });

  it('goes on working when another sign-in is denied, too late or given up', async () => {
    await oauth.denyDevice(await rig.begin());
    await rig.pass(5_001);
    oauth.deviceCodeLifetimeS = 4;
    await rig.begin();
    await rig.pass(5_001);
    await rig.begin();
    rig.keyfob.app.signIn.cancel(rig.id);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
    await rig.pass(3_600 * secondMs);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
    expect((await rig.keyfob.app.copy.copy(rig.id)).ok).toBe(true);
  });

  it('is not asked for again by itself once the provider has ended the sign-in, also after a restart', async () => {
    const { caPem } = services;
    await fetchRevocation(oauth.revocationUrl, caPem, client.id, await storedToken(rig.keyfob, rig.id));
    await rig.pass(3_600 * secondMs);
    const asked = rig.polls;
    expect(rig.failure).toMatchObject({ kind: 'signInNeeded', reason: 'refreshTokenRefused' });
    await rig.keyfob.restart();
    await rig.pass(3_600 * secondMs);
    expect(rig.failure).toMatchObject({ kind: 'signInNeeded', reason: 'refreshTokenRefused' });
    expect(rig.polls).toBe(asked);
    await rig.signIn();
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
  });

  it('does not take its sign-in along to another address', async () => {
    const other = services.celerdata;
    const urls = { issuer: '', tokenUrl: `${other.origin}/token`, deviceUrl: `${other.origin}/device` };
    const moved = rig.draft(urls);
    const asked = services.journal.entries({ service: 'celerdata' }).length;
    await rig.keyfob.app.tests.run('run', rig.id, moved);
    expect((await rig.keyfob.app.keys.edit(rig.id, moved)).ok).toBe(true);
    await rig.http.quiet(rig.keyfob);
    expect(services.journal.entries({ service: 'celerdata' })).toHaveLength(asked);
    expect(rig.failure).toMatchObject({ reason: 'notSignedIn' });
  });
});

async function fetchRevocation(url: string, caPem: string, client_id: string, token: string): Promise<void> {
  const { plainRequest } = await import('../services/exchange-by-contract.ts');
  const { status } = await plainRequest(caPem, url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id, token }).toString(),
  });
  expect(status).toBe(200);
}
