import { describe, expect, it } from 'vitest';
import { json } from '../fakes/scripted-http.ts';
import { startWithLock, unlockWith } from './lock-rig.ts';

const minuteMs = 60_000;
const signedIn = {
  presetId: 'oauth2-refresh-token',
  fields: {
    tokenUrl: 'https://id.example/token',
    clientId: 'c',
    clientAuthentication: 'public',
    refreshToken: 'r1',
  },
};

describe('work that is under way', () => {
  it('ends before the keys go, if it waits for what a refresh token brings', async () => {
    const rig = await startWithLock();
    const { keyfob } = rig;
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    expect(keyfob.stateOf(id)).toBe('fresh');
    keyfob.http.answerWith(json(200, { access_token: 'a2', refresh_token: 'r3', expires_in: 3_600 }));
    keyfob.http.hold();
    const renewed = keyfob.app.tokens.renew(id, true);
    await keyfob.time.advance(0);
    const locked = keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(1_000);
    expect(keyfob.app.snapshot()).toMatchObject({ vault: { state: 'locked' }, keys: [] });
    keyfob.http.release();
    await renewed;
    await locked;
    expect(await keyfob.vault.read('keySecrets', id)).toMatchObject({ failure: { kind: 'vaultLocked' } });
    await unlockWith(rig);
    const secrets = await keyfob.vault.read('keySecrets', id);
    expect(secrets).toMatchObject({ ok: true, value: expect.stringContaining('r3') });
  });

  it('is waited for no longer than half a minute; what comes later is stored when the vault is unlocked', async () => {
    const rig = await startWithLock();
    const { keyfob } = rig;
    keyfob.http.answerWith(json(200, { access_token: 'a1', refresh_token: 'r2', expires_in: 3_600 }));
    const id = await keyfob.add(signedIn);
    keyfob.http.answerWith(json(200, { access_token: 'a2', refresh_token: 'r3', expires_in: 3_600 }));
    keyfob.http.hold();
    void keyfob.app.tokens.renew(id, true);
    await keyfob.time.advance(0);
    const locked = keyfob.app.lock.lock('byUser');
    await keyfob.time.advance(30_000);
    await locked;
    keyfob.http.release();
    await keyfob.time.advance(0);
    await unlockWith(rig);
    await keyfob.time.advance(0);
    const secrets = await keyfob.vault.read('keySecrets', id);
    expect(secrets).toMatchObject({ ok: true, value: expect.stringContaining('r3') });
    expect(keyfob.viewOf(id)?.token.failure).toBe(null);
  });

  it('goes on if the user comes back at once', async () => {
    const rig = await startWithLock();
    const id = await rig.keyfob.add();
    void rig.keyfob.app.lock.lock('byUser');
    expect(await unlockWith(rig)).toMatchObject({ ok: true });
    await rig.keyfob.time.advance(minuteMs);
    expect(rig.keyfob.app.snapshot().vault.state).toBe('osProtected');
    expect(rig.keyfob.stateOf(id)).toBe('fresh');
  });
});
