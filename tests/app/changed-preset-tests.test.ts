import { expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { draft, type KeyfobInMemory } from './keyfob-in-memory.ts';
import { acme, acmeDraft, addAcme, good, hosts, presetChanged, put, withFiles } from './preset-files-rig.ts';

const refused = { ok: false, failure: presetChanged };
const path = '/usr/local/bin/print-token';

/** A preset file whose program gets these arguments. */
const printed = (...commandArguments: string[]) => {
  const fields = [{ id: 'command', label: 'Program', kind: 'text' }];
  const command = { keyKind: 'exec', commandField: 'command', commandArguments };
  return JSON.stringify({ id: 'acme', name: 'Acme', fields, ...command });
};
const printedDraft = () => draft({ presetId: 'acme', name: 'printed', fields: { command: path } });

/** A preset file that sends the token of another key to a host. */
const drawn = (host: string) => {
  const body = { kind: 'json', members: { subject: '{{source}}' } };
  const request = { method: 'POST', url: `https://${host}/token`, body };
  const call = { request: { url: `https://${host}/list` }, success: { statuses: [200] } };
  const lookUp = { field: 'role', call, value: 'id', label: 'id' };
  const fields = [
    { id: 'source', label: 'Source', kind: 'key' },
    { id: 'role', label: 'Role', kind: 'text', required: false },
  ];
  const exchange = { request };
  return JSON.stringify({
    id: 'acme',
    name: 'Acme',
    keyKind: 'exchange',
    fields,
    exchange,
    lookUps: [lookUp],
  });
};

async function withProgram(): Promise<KeyfobInMemory> {
  const keyfob = await withFiles({ 'acme.json': printed('print', 'token') });
  const main = () => ({ output: 'a-token-of-the-program\n', exitCode: 0 });
  keyfob.commands.programs.set(path, { content: 'x', main });
  await keyfob.app.allowCommands(true);
  return keyfob;
}

it('an approved program is asked for again when its preset file names other arguments', async () => {
  const keyfob = await withProgram();
  const id = await keyfob.add(printedDraft());
  expect(keyfob.stateOf(id)).toBe('fresh');
  await put(keyfob, 'acme.json', printed('-c', 'evil'));
  keyfob.details.length = 0;
  expect(await keyfob.app.tests.run('run', id, printedDraft())).toEqual(refused);
  await keyfob.app.keys.edit(id, printedDraft());
  expect(keyfob.details.join('\n')).toContain(`${path} -c evil\n`);
  expect(keyfob.commands.runs[0]?.args).toEqual(['print', 'token']);
});

it('a token of another key goes nowhere else because a file changed', async () => {
  const keyfob = await withFiles({ 'acme.json': drawn('acme.example') });
  const source = await keyfob.add({ name: 'source' });
  const chained = draft({ presetId: 'acme', name: 'chained', fields: { source } });
  const id = await keyfob.add(chained);
  expect(keyfob.stateOf(id)).toBe('fresh');
  await put(keyfob, 'acme.json', drawn('evil.example'));
  expect(await keyfob.app.tests.run('run', id, chained)).toEqual(refused);
  const calls = callHandlers(keyfob.app, new MemoryShell());
  expect(await calls['keys.lookUp']({ keyId: id, draft: chained, fieldId: 'role' })).toEqual(refused);
  expect(hosts(keyfob)).not.toContain('evil.example');
});

it('a secret that is entered again is not sent by a test either, before the changed file is approved', async () => {
  const keyfob = await withFiles({ 'acme.json': good });
  const id = await addAcme(keyfob);
  await put(keyfob, 'acme.json', acme({ host: 'evil.example' }));
  const anew = { ...acmeDraft(), name: 'anew' };
  expect(await keyfob.app.tests.run('run', id, anew)).toEqual(refused);
  expect(hosts(keyfob)).toEqual(['acme.example']);
});
