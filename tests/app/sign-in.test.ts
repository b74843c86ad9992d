import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import { MemoryShell } from '../fakes/memory-shell.ts';
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

describe('a key that is signed in with a code', () => {
  it('asks nobody for a token before, and says what to do', () => {
    expect(rig.polls).toBe(0);
    expect(rig.view).toMatchObject({
      offers: { signIn: true },
      signIn: null,
      token: { state: 'needsYou', failure: { kind: 'signInNeeded', reason: 'notSignedIn' } },
    });
  });

  it('shows the code, waits, and works once the user agreed; also after a restart', async () => {
    const code = await rig.begin();
    expect(rig.view?.signIn).toMatchObject({
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verificationUri: expect.stringContaining(`${oauth.origin}/device`),
      expiresAtMs: rig.keyfob.time.nowMs() + 600 * secondMs,
    });
    await rig.pass(4_999);
    expect(rig.polls).toBe(0);
    for (let times = 0; times < 3; times += 1) await rig.pass(5_001);
    expect(rig.polls).toBe(3);
    await oauth.approveDevice(code);
    await rig.pass(5_001);
    expect(rig.view).toMatchObject({ signIn: null, token: { state: 'fresh', failure: null } });
    await rig.keyfob.app.copy.copy(rig.id);
    expect(await oauth.testCall(rig.keyfob.clipboard.text)).toBe(true);
    await rig.keyfob.restart();
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
    await rig.pass(3_600 * secondMs);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
    await rig.keyfob.app.copy.copy(rig.id);
    expect(await oauth.testCall(rig.keyfob.clipboard.text)).toBe(true);
    expect(rig.polls).toBe(5);
  });

  it('works with a secret and with addresses in place of an issuer, too', async () => {
    const { id: clientId, secret: clientSecret } = oauth.addClient({ method: 'client_secret_basic' });
    const urls = { issuer: '', tokenUrl: oauth.tokenUrl, deviceUrl: oauth.deviceAuthorizationUrl };
    rig.id = await rig.add({ ...urls, clientId, clientSecret, clientAuthentication: 'basic' }, 'with secret');
    await rig.signIn();
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
    expect(rig.http.requests.some(({ url }) => url.includes('.well-known'))).toBe(false);
    await rig.keyfob.app.tokens.renew(rig.id);
    expect(rig.keyfob.stateOf(rig.id)).toBe('fresh');
  });

  it('leaves no code and no token where they do not belong', async () => {
    const code = await rig.begin();
    await oauth.approveDevice(code);
    await rig.pass(5_001);
    const secrets = [
      await storedToken(rig.keyfob, rig.id),
      new URLSearchParams(rig.http.to('/token')[0]?.body ?? '').get('device_code') ?? 'none',
    ];
    const shown = JSON.stringify([
      rig.keyfob.app.snapshot(),
      rig.keyfob.log.lines,
      rig.keyfob.notifier.notices,
    ]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('opens the page of the code only while it waits', async () => {
    const shell = new MemoryShell();
    const calls = callHandlers(rig.keyfob.app, shell);
    expect(await calls['keys.openSignInPage']({ keyId: rig.id })).toMatchObject({ ok: false });
    await calls['keys.signIn']({ keyId: rig.id });
    const page = rig.view?.signIn?.verificationUri;
    await calls['keys.openSignInPage']({ keyId: rig.id });
    await calls['keys.cancelSignIn']({ keyId: rig.id });
    expect((await calls['keys.openSignInPage']({ keyId: rig.id })).ok).toBe(false);
    expect(shell.opened).toEqual([page]);
  });
});

describe('a sign-in that comes to nothing', () => {
  afterEach(() => oauth.hold()());

  it('because the user said no', async () => {
    await oauth.denyDevice(await rig.begin());
    await rig.pass(5_001);
    expect(rig.failure).toMatchObject({ kind: 'signInNeeded', reason: 'signInDenied' });
    expect(rig.view?.signIn).toBeNull();
    await rig.pass(900 * secondMs);
    expect(rig.polls).toBe(1);
  });

  it('because the code became too old', async () => {
    oauth.deviceCodeLifetimeS = 12;
    const code = await rig.begin();
    for (let times = 0; times < 6; times += 1) await rig.pass(5_001);
    expect(rig.polls).toBe(2);
    expect(rig.failure).toMatchObject({ kind: 'signInNeeded', reason: 'codeExpired' });
    expect(rig.view?.signIn).toBeNull();
    expect(code).not.toBe(await rig.begin());
  });

  it('because it was cancelled, and what the user agrees to later changes nothing', async () => {
    const code = await rig.begin();
    await rig.pass(5_001);
    rig.keyfob.app.signIn.cancel(rig.id);
    expect(rig.view?.signIn).toBeNull();
    await oauth.approveDevice(code);
    await rig.pass(900 * secondMs);
    expect(rig.polls).toBe(1);
    expect(rig.keyfob.stateOf(rig.id)).toBe('needsYou');
  });

  it('because it was cancelled while a poll, or the code itself, was under way', async () => {
    const release = oauth.hold();
    const begun = rig.keyfob.app.signIn.begin(rig.id);
    await rig.keyfob.until(() => rig.http.requests.length === 1);
    rig.keyfob.app.signIn.cancel(rig.id);
    release();
    expect(await begun).toMatchObject({ failure: { kind: 'cancelled' } });
    expect(rig.view?.signIn).toBeNull();
    const code = await rig.begin();
    await oauth.approveDevice(code);
    const releasePoll = oauth.hold();
    await rig.keyfob.time.advance(5_001);
    rig.keyfob.app.signIn.cancel(rig.id);
    releasePoll();
    await rig.pass(60 * secondMs);
    expect(rig.polls).toBe(1);
    expect(rig.keyfob.stateOf(rig.id)).toBe('needsYou');
  });

  it('because the key was deleted', async () => {
    const code = await rig.begin();
    await oauth.approveDevice(code);
    await rig.keyfob.app.keys.delete(rig.id);
    await rig.pass(900 * secondMs);
    expect(rig.polls).toBe(0);
    expect(await rig.keyfob.vault.readAll('keySecrets')).toMatchObject({ value: { records: new Map() } });
  });

  it('because the key got other credentials: a refresh token stays with the address that gave it', async () => {
    await oauth.approveDevice(await rig.begin());
    const elsewhere = rig.draft({ issuer: services.celerdata.origin });
    expect((await rig.keyfob.app.keys.edit(rig.id, elsewhere)).ok).toBe(true);
    await rig.pass(60 * secondMs);
    expect(rig.polls).toBe(0);
    expect(rig.view?.signIn).toBeNull();
  });
});
