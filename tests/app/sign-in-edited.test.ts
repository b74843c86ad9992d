import { expect, it } from 'vitest';
import type { Http } from '#core/ports';
import { json, ScriptedHttp } from '../fakes/scripted-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const code = json(200, {
  device_code: 'a-device-code',
  user_code: 'ABCD-EFGH',
  verification_uri: 'https://a.example/device',
  expires_in: 600,
  interval: 5,
});
const signedIn = (refreshToken: string) =>
  json(200, { access_token: `with-${refreshToken}`, expires_in: 3600, refresh_token: refreshToken });
const keyAt = (host: string) =>
  draft({
    presetId: 'oauth2-device',
    name: 'prod',
    fields: { tokenUrl: `https://${host}/token`, deviceUrl: `https://${host}/device`, clientId: 'me' },
  });

it('a refresh token of a sign-in stays with its address when the key is edited while a renewal goes first', async () => {
  const network = new ScriptedHttp();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const http: Http = {
    send: async (request) => {
      if (request.body?.includes('RT-1')) await held;
      return network.send(request);
    },
  };
  const keyfob = await KeyfobInMemory.start({ http });
  const id = await keyfob.add(keyAt('a.example'));
  network.answerWith(code, signedIn('RT-1'), code, signedIn('RT-2'));
  await keyfob.app.signIn.begin(id);
  await keyfob.time.advance(5_001);
  expect(keyfob.stateOf(id)).toBe('fresh');

  const renewed = keyfob.app.tokens.renew(id);
  await keyfob.app.signIn.begin(id);
  await keyfob.time.advance(5_001);
  expect((await keyfob.app.keys.edit(id, keyAt('b.example'))).ok).toBe(true);
  letGo();
  await renewed;
  await keyfob.time.advance(3_600_000);
  await keyfob.app.tokens.renew(id);
  expect(network.requests.filter(({ url }) => url.includes('b.example'))).toEqual([]);
  expect(JSON.stringify(await keyfob.vault.read('keySecrets', id))).not.toContain('RT-');
  expect(keyfob.viewOf(id)?.token.failure).toMatchObject({ kind: 'signInNeeded' });
});
