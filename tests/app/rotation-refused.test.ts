import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

let services: SampleServices;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

describe('a new secret that does not work', () => {
  it('is not used; the old one goes on, and a later try uses it', async () => {
    const { ibmIam } = services;
    const credential = ibmIam.addCredential();
    const http = new HeardHttp();
    const keyfob = await KeyfobInMemory.start({ http });
    const fields = { host: ibmIam.origin, apiKey: credential.apiKey };
    const added = await keyfob.app.keys.add(draft({ presetId: 'ibm-iam', fields }));
    if (!added.ok) throw new Error('not added');
    const id = added.value.keyId;
    await http.quiet(keyfob);
    ibmIam.failNext('invalidClient');
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    expect(keyfob.viewOf(id)).toMatchObject({
      rotation: { state: 'creating', removesAtMs: null, failure: { kind: 'refused' } },
      token: { state: 'fresh' },
    });
    const count = ibmIam.credentials.length;
    expect(await keyfob.app.rotation.begin(id)).toMatchObject({ ok: true });
    expect(ibmIam.credentials).toHaveLength(count);
    const secrets = [credential.apiKey, ibmIam.credentials.at(-1)?.apiKey ?? 'none'];
    const shown = JSON.stringify([keyfob.app.snapshot(), keyfob.log.lines]);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('that was entered by hand meanwhile is left as it is', async () => {
    const { ibmIam } = services;
    const [first, second] = [ibmIam.addCredential(), ibmIam.addCredential()];
    const http = new HeardHttp();
    const keyfob = await KeyfobInMemory.start({ http });
    const fields = { host: ibmIam.origin, apiKey: first.apiKey };
    const drafted = draft({ presetId: 'ibm-iam', name: 'prod', fields });
    const added = await keyfob.app.keys.add(drafted);
    if (!added.ok) throw new Error('not added');
    const id = added.value.keyId;
    await http.quiet(keyfob);
    ibmIam.failNext('invalidClient');
    await keyfob.app.rotation.begin(id);
    await keyfob.app.keys.edit(id, { ...drafted, fields: { ...fields, apiKey: second.apiKey } });
    await keyfob.restart();
    await http.quiet(keyfob);
    expect(keyfob.viewOf(id)?.rotation).toBeNull();
    expect(await keyfob.app.reveal.reveal(id, 'apiKey')).toMatchObject({ value: { secret: second.apiKey } });
  });
});
