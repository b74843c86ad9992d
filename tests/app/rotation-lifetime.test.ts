import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyDraft } from '#contract/calls';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const dayMs = 24 * 3_600_000;
let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

/** A key that ends in 60 days. */
async function keyfobWith(part: (nowMs: number) => Partial<KeyDraft>) {
  const { dataos } = services;
  const http = new HeardHttp();
  const keyfob = await KeyfobInMemory.start({ http });
  const nowMs = keyfob.time.nowMs();
  const fields = { host: dataos.origin, apiKey: dataos.addCredential().key };
  const whole = draft({ presetId: 'dataos', keyExpiresAtMs: nowMs + 60 * dayMs, ...part(nowMs), fields });
  const added = await keyfob.app.keys.add(whole);
  if (!added.ok) throw new Error('not added');
  await http.quiet(keyfob);
  const id = added.value.keyId;
  // What the service says of the key does not count here: its clock is another.
  await keyfob.app.keys.setTimes(id, { keyExpiresAtMs: nowMs + 60 * dayMs });
  const durationsAsked = () =>
    http.requests
      .filter(({ method, url }) => method === 'POST' && url.endsWith('/tokens'))
      .map(({ body }) => (JSON.parse(String(body)) as { duration: string }).duration);
  return { keyfob, id, whole, durationsAsked };
}

it('makes a secret of the usual lifetime when nobody said when the old one was made', async () => {
  const { keyfob, id, whole, durationsAsked } = await keyfobWith(() => ({}));
  await keyfob.restart();
  const { apiKey: _, ...fields } = whole.fields;
  const { createdAtMs = null, keyExpiresAtMs = null } = keyfob.viewOf(id) ?? {};
  // As the form sends it that shows both.
  await keyfob.app.keys.edit(id, { ...whole, createdAtMs, keyExpiresAtMs, fields });
  expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
  expect(durationsAsked()).toEqual(['720h']);
});

it('makes a secret that lives as long as the old one, whose creation was entered', async () => {
  const { keyfob, id, durationsAsked } = await keyfobWith((nowMs) => ({ createdAtMs: nowMs - 30 * dayMs }));
  await keyfob.restart();
  expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
  expect(durationsAsked()).toEqual([`${90 * 24}h`]);
});

it('makes no secret that would live for less than the day for which both do', async () => {
  const { keyfob, id, durationsAsked } = await keyfobWith((nowMs) => ({
    createdAtMs: nowMs + 59.5 * dayMs,
  }));
  expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
  expect(durationsAsked()).toEqual(['720h']);
});
