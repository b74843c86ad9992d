import { expect, it } from 'vitest';
import type { KeyId } from '#core/api-key';
import type { Http } from '#core/ports';
import { json, ScriptedHttp } from '../fakes/scripted-http.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const revocationUrl = 'https://a.example/revoke';
const tokenUrl = 'https://a.example/token';

const addRevocable = (keyfob: KeyfobInMemory): Promise<KeyId> => {
  const fields = { tokenUrl, revocationUrl, clientId: 'me', clientSecret: 'canary' };
  return keyfob.add({ presetId: 'oauth2', fields });
};

it('a revoked token is followed by another one only when somebody needs it', async () => {
  const keyfob = await KeyfobInMemory.start();
  const id = await addRevocable(keyfob);
  keyfob.http.answerWith(json(200, {}));
  expect(await keyfob.app.provider.revoke(id)).toEqual({ ok: true, value: undefined });
  await keyfob.time.advance(3 * hourMs);
  keyfob.events.tell('online');
  await keyfob.time.advance(0);
  expect(keyfob.http.requests.map(({ url }) => url)).toEqual([tokenUrl, revocationUrl]);
  expect(keyfob.viewOf(id)?.token).toMatchObject({ state: 'onDemand', failure: null });
  await keyfob.restart();
  await keyfob.time.advance(3 * hourMs);
  expect(keyfob.http.requests).toHaveLength(2);
  expect(keyfob.stateOf(id)).toBe('onDemand');

  expect((await keyfob.app.copy.copy(id)).ok).toBe(true);
  expect(keyfob.clipboard.text).toBe('token-2');
  await keyfob.time.advance(hourMs);
  expect(keyfob.http.requests.length).toBeGreaterThan(3);
  expect(keyfob.stateOf(id)).toBe('fresh');
});

it('a token that came while another one was revoked stays', async () => {
  const network = new ScriptedHttp();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const http: Http = {
    send: async (request) => {
      if (request.url === revocationUrl) await held;
      return network.send(request);
    },
  };
  const keyfob = await KeyfobInMemory.start({ http });
  const id = await addRevocable(keyfob);
  const revoked = keyfob.app.provider.revoke(id);
  await keyfob.app.tokens.renew(id);
  network.answerWith(json(200, {}));
  letGo();
  expect((await revoked).ok).toBe(true);
  await keyfob.restart();
  await keyfob.app.copy.copy(id);
  expect(keyfob.clipboard.text).toBe('token-2');
  expect(network.requests.filter(({ url }) => url === tokenUrl)).toHaveLength(2);
});
