import { expect, it } from 'vitest';
import { acme, withFiles } from './preset-files-rig.ts';

it('the tray shows a direction mark in the name of a provider', async () => {
  const keyfob = await withFiles({ 'acme.json': acme({ host: 'a.example', name: 'Acme\u202etxet' }) });
  const fields = { apiKey: 'canary-acme-key' };
  for (let n = 0; n < 13; n += 1) await keyfob.add({ presetId: 'acme', fields });
  const labels = keyfob.app.tray().items.map((item) => ('label' in item ? item.label : ''));
  expect(labels).toContain('Acme\\u202Etxet');
});
