import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KeyfobInMemory } from './keyfob-in-memory.ts';
import { put } from './preset-files-rig.ts';

it('the first example of docs/writing-a-preset.md makes a provider whose key gets a token', async () => {
  const [, text = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/writing-a-preset.md', 'utf8')) ?? [];
  const keyfob = await KeyfobInMemory.start();
  await put(keyfob, 'acme.json', text);
  const fields = { host: 'acme.example.com', clientId: 'an-id', clientSecret: 'canary-secret' };
  const id = await keyfob.add({ presetId: 'acme', fields });
  expect(keyfob.stateOf(id)).toBe('fresh');
  expect(keyfob.http.requests).toEqual([
    expect.objectContaining({
      method: 'POST',
      url: 'https://acme.example.com/oauth/token',
      body: 'grant_type=client_credentials',
      headers: expect.objectContaining({ authorization: `Basic ${btoa('an-id:canary-secret')}` }),
    }),
  ]);
});
