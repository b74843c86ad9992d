import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { MemoryShell } from '../fakes/memory-shell.ts';
import type { OauthCredential } from '../services/oauth-clients.ts';
import type { OauthService } from '../services/oauth-service.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';
import { storedToken } from './refresh-token-rig.ts';

const secondMs = 1_000;
let services: SampleServices;
let oauth: OauthService;
let client: OauthCredential;
let keyfob: KeyfobInMemory;
let http: HeardHttp;
let id: KeyId;

beforeAll(async () => {
  services = await startServices();
  oauth = services.oauth;
  client = oauth.addClient({ method: 'none' });
});
beforeEach(async () => {
  oauth.deviceIntervalS = 5;
  oauth.deviceCodeLifetimeS = 600;
  http = new HeardHttp();
  keyfob = await KeyfobInMemory.start({ http });
  id = await add();
});
afterAll(() => services.stop());

function deviceDraft(fields: Record<string, string> = {}, part: Partial<KeyDraft> = {}): KeyDraft {
  return draft({
    presetId: 'oauth2-device',
    name: 'prod',
    extraCaPem: services.caPem,
    ...part,
    fields: { issuer: oauth.origin, clientId: client.id, scope: 'api:read offline_access', ...fields },
  });
}

async function add(fields: Record<string, string> = {}, name = 'prod'): Promise<KeyId> {
  const added = await keyfob.app.keys.add(deviceDraft(fields, { name }));
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  await http.quiet(keyfob);
  return added.value.keyId;
}

const begin = async (): Promise<string> => {
  expect(await keyfob.app.signIn.begin(id)).toEqual({ ok: true, value: undefined });
  return keyfob.viewOf(id)?.signIn?.userCode ?? '';
};

/** Lets time pass until the next poll is answered. */
async function pass(ms: number): Promise<void> {
  await keyfob.time.advance(ms);
  await http.quiet(keyfob);
}

const polls = () => http.to('/token').length;
const failureNow = () => keyfob.viewOf(id)?.token.failure;

describe('a key that is signed in with a code', () => {
  it('asks nobody for a token before, and says what to do', () => {
    expect(polls()).toBe(0);
    expect(keyfob.viewOf(id)).toMatchObject({
      offers: { signIn: true },
      signIn: null,
      token: { state: 'needsYou', failure: { kind: 'signInNeeded', reason: 'notSignedIn' } },
    });
  });

  it('shows the code, waits, and works once the user agreed; also after a restart', async () => {
    const code = await begin();
    expect(keyfob.viewOf(id)?.signIn).toMatchObject({
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verificationUri: expect.stringContaining(`${oauth.origin}/device`),
      expiresAtMs: keyfob.time.nowMs() + 600 * secondMs,
    });
    await pass(4_999);
    expect(polls()).toBe(0);
    for (let times = 0; times < 3; times += 1) await pass(5_001);
    expect(polls()).toBe(3);
    await oauth.approveDevice(code);
    await pass(5_001);
    expect(keyfob.viewOf(id)).toMatchObject({ signIn: null, token: { state: 'fresh', failure: null } });
    await keyfob.app.copy.copy(id);
    expect(await oauth.testCall(keyfob.clipboard.text)).toBe(true);
    await keyfob.restart();
    expect(keyfob.stateOf(id)).toBe('fresh');
    await pass(3_600 * secondMs);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await keyfob.app.copy.copy(id);
    expect(await oauth.testCall(keyfob.clipboard.text)).toBe(true);
    expect(polls()).toBe(5);
  });

  it('works with a secret and with addresses in place of an issuer, too', async () => {
    const { id: clientId, secret: clientSecret } = oauth.addClient({ method: 'client_secret_basic' });
    const urls = { issuer: '', tokenUrl: oauth.tokenUrl, deviceUrl: oauth.deviceAuthorizationUrl };
    id = await add({ ...urls, clientId, clientSecret, clientAuthentication: 'basic' }, 'with secret');
    await oauth.approveDevice(await begin());
    await pass(5_001);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(http.requests.some(({ url }) => url.includes('.well-known'))).toBe(false);
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('leaves no code and no token where they do not belong', async () => {
    const code = await begin();
    await oauth.approveDevice(code);
    await pass(5_001);
    const secrets = [
      await storedToken(keyfob, id),
      new URLSearchParams(http.to('/token')[0]?.body ?? '').get('device_code') ?? 'none',
    ];
    const shown = JSON.stringify([keyfob.app.snapshot(), keyfob.log.lines, keyfob.notifier.notices]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('opens the page of the code only while it waits', async () => {
    const shell = new MemoryShell();
    const calls = callHandlers(keyfob.app, shell);
    expect(await calls['keys.openSignInPage']({ keyId: id })).toMatchObject({ ok: false });
    await calls['keys.signIn']({ keyId: id });
    const page = keyfob.viewOf(id)?.signIn?.verificationUri;
    await calls['keys.openSignInPage']({ keyId: id });
    await calls['keys.cancelSignIn']({ keyId: id });
    expect((await calls['keys.openSignInPage']({ keyId: id })).ok).toBe(false);
    expect(shell.opened).toEqual([page]);
  });
});

describe('a sign-in that comes to nothing', () => {
  afterEach(() => oauth.hold()());

  it('because the user said no', async () => {
    await oauth.denyDevice(await begin());
    await pass(5_001);
    expect(failureNow()).toMatchObject({ kind: 'signInNeeded', reason: 'signInDenied' });
    expect(keyfob.viewOf(id)?.signIn).toBeNull();
    await pass(900 * secondMs);
    expect(polls()).toBe(1);
  });

  it('because the code became too old', async () => {
    oauth.deviceCodeLifetimeS = 12;
    const code = await begin();
    for (let times = 0; times < 6; times += 1) await pass(5_001);
    expect(polls()).toBe(2);
    expect(failureNow()).toMatchObject({ kind: 'signInNeeded', reason: 'codeExpired' });
    expect(keyfob.viewOf(id)?.signIn).toBeNull();
    expect(code).not.toBe(await begin());
  });

  it('because it was cancelled, and what the user agrees to later changes nothing', async () => {
    const code = await begin();
    await pass(5_001);
    keyfob.app.signIn.cancel(id);
    expect(keyfob.viewOf(id)?.signIn).toBeNull();
    await oauth.approveDevice(code);
    await pass(900 * secondMs);
    expect(polls()).toBe(1);
    expect(keyfob.stateOf(id)).toBe('needsYou');
  });

  it('because it was cancelled while a poll, or the code itself, was under way', async () => {
    const release = oauth.hold();
    const begun = keyfob.app.signIn.begin(id);
    await keyfob.until(() => http.requests.length === 1);
    keyfob.app.signIn.cancel(id);
    release();
    expect(await begun).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(keyfob.viewOf(id)?.signIn).toBeNull();
    const code = await begin();
    await oauth.approveDevice(code);
    const releasePoll = oauth.hold();
    await keyfob.time.advance(5_001);
    keyfob.app.signIn.cancel(id);
    releasePoll();
    await pass(60 * secondMs);
    expect(polls()).toBe(1);
    expect(keyfob.stateOf(id)).toBe('needsYou');
  });

  it('because the key was deleted', async () => {
    const code = await begin();
    await oauth.approveDevice(code);
    await keyfob.app.keys.delete(id);
    await pass(900 * secondMs);
    expect(polls()).toBe(0);
    expect(await keyfob.vault.readAll('keySecrets')).toMatchObject({ value: { records: new Map() } });
  });

  it('because the key got other credentials: a refresh token stays with the address that gave it', async () => {
    await oauth.approveDevice(await begin());
    const elsewhere = deviceDraft({ issuer: services.celerdata.origin });
    expect((await keyfob.app.keys.edit(id, elsewhere)).ok).toBe(true);
    await pass(60 * secondMs);
    expect(polls()).toBe(0);
    expect(keyfob.viewOf(id)?.signIn).toBeNull();
  });
});

describe('a poll', () => {
  it('comes later after slow_down', async () => {
    await begin();
    oauth.failNext('slowDown');
    await pass(5_001);
    await pass(9_998);
    expect(polls()).toBe(1);
    await pass(2);
    expect(polls()).toBe(2);
  });

  it.each(['http503', 'http429'] as const)('goes on after %s', async (failure) => {
    const code = await begin();
    oauth.failNext(failure);
    await pass(5_001);
    expect(keyfob.viewOf(id)?.signIn).not.toBeNull();
    await oauth.approveDevice(code);
    await pass(10_001);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('goes on when the network was gone for a while', async () => {
    const code = await begin();
    oauth.setDown(true);
    for (let times = 0; times < 6; times += 1) await pass(5_001);
    oauth.setDown(false);
    expect(polls()).toBe(3);
    await oauth.approveDevice(code);
    await pass(20_001);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('is for the newest code only', async () => {
    const results = await Promise.all([keyfob.app.signIn.begin(id), keyfob.app.signIn.begin(id)]);
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const code = keyfob.viewOf(id)?.signIn?.userCode ?? '';
    await pass(5_001);
    expect(polls()).toBe(1);
    await oauth.approveDevice(code);
    await pass(5_001);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('whose tokens the disk does not take keeps them until it does', async () => {
    await oauth.approveDevice(await begin());
    keyfob.vault.isFull = true;
    await pass(5_001);
    expect(failureNow()).toMatchObject({ kind: 'vaultWriteFailed' });
    expect(await keyfob.app.copy.copy(id)).toMatchObject({ failure: { kind: 'vaultWriteFailed' } });
    keyfob.vault.isFull = false;
    await pass(60 * secondMs);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect(polls()).toBe(1);
    await keyfob.restart();
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });
});

describe('a key that is signed in', () => {
  beforeEach(async () => {
    await oauth.approveDevice(await begin());
    await pass(5_001);
  });

  it('goes on working when another sign-in is denied, too late or given up', async () => {
    await oauth.denyDevice(await begin());
    await pass(5_001);
    oauth.deviceCodeLifetimeS = 4;
    await begin();
    await pass(5_001);
    await begin();
    keyfob.app.signIn.cancel(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await pass(3_600 * secondMs);
    expect(keyfob.stateOf(id)).toBe('fresh');
    expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  });

  it('is not asked for again by itself once the provider has ended the sign-in, also after a restart', async () => {
    const { caPem } = services;
    await fetchRevocation(oauth.revocationUrl, caPem, client.id, await storedToken(keyfob, id));
    await pass(3_600 * secondMs);
    const asked = polls();
    expect(failureNow()).toMatchObject({ kind: 'signInNeeded', reason: 'refreshTokenRefused' });
    await keyfob.restart();
    await pass(3_600 * secondMs);
    expect(failureNow()).toMatchObject({ kind: 'signInNeeded', reason: 'refreshTokenRefused' });
    expect(polls()).toBe(asked);
    await oauth.approveDevice(await begin());
    await pass(5_001);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('does not take its sign-in along to another address', async () => {
    const other = services.celerdata;
    const urls = { issuer: '', tokenUrl: `${other.origin}/token`, deviceUrl: `${other.origin}/device` };
    const moved = deviceDraft(urls);
    const asked = services.journal.entries({ service: 'celerdata' }).length;
    await keyfob.app.tests.run('run', id, moved);
    expect((await keyfob.app.keys.edit(id, moved)).ok).toBe(true);
    await http.quiet(keyfob);
    expect(services.journal.entries({ service: 'celerdata' })).toHaveLength(asked);
    expect(failureNow()).toMatchObject({ reason: 'notSignedIn' });
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
