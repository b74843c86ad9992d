import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PosixCommandRunner } from '#adapters/command-runner';
import type { KeyDraft } from '#contract/calls';
import type { KeyId } from '#core/api-key';
import { makeProgramFolder, type ProgramFolder } from '../commands/program-folder.ts';
import { writeDataosCtl } from '../services/dataos-ctl/write-dataos-ctl.ts';
import { type SampleServices, startServices } from '../services/start-services.ts';
import { HeardHttp } from './heard-http.ts';
import { draft, KeyfobInMemory } from './keyfob-in-memory.ts';

const hourMs = 3_600_000;
const path = '/usr/local/bin/print-token';

function commandDraft(fields: Record<string, string> = {}, part: Partial<KeyDraft> = {}): KeyDraft {
  return draft({ presetId: 'command', name: 'printed', ...part, fields: { command: path, ...fields } });
}

const refusedFor = (reason: string) => ({ ok: false, failure: { kind: 'commandRefused', reason } });

describe('a key that a command prints', () => {
  let keyfob: KeyfobInMemory;
  let printed: number;
  const put = (content: string) =>
    keyfob.commands.programs.set(path, {
      content,
      main: () => {
        printed += 1;
        return { output: `token-of-run-${printed}\n`, exitCode: 0 };
      },
    });
  const failureOf = (id: KeyId) => keyfob.viewOf(id)?.token.failure;
  const addAllowed = async (fields: Record<string, string> = {}): Promise<KeyId> => {
    await keyfob.app.allowCommands(true);
    const id = await keyfob.add(commandDraft(fields));
    keyfob.questions.length = 0;
    return id;
  };

  beforeEach(async () => {
    keyfob = await KeyfobInMemory.start();
    printed = 0;
    put('#!/bin/sh');
  });

  it('is refused at first, without a question about its program', async () => {
    expect(await keyfob.app.keys.add(commandDraft())).toMatchObject(refusedFor('commandsOff'));
    expect(await keyfob.app.tests.run('run', null, commandDraft())).toMatchObject({
      value: { passed: false, failure: { kind: 'commandRefused', reason: 'commandsOff' } },
    });
    expect(keyfob.questions).toEqual([]);
    expect(keyfob.commands.runs).toEqual([]);
  });

  it('is allowed by the answer to a question of the main process only', async () => {
    keyfob.saysYes = false;
    await keyfob.app.allowCommands(true);
    expect(keyfob.app.snapshot().settings.commandsAllowed).toBe(false);
    keyfob.saysYes = true;
    await keyfob.app.allowCommands(true);
    expect(keyfob.app.snapshot().settings.commandsAllowed).toBe(true);
    expect(keyfob.questions).toHaveLength(2);
    await keyfob.app.allowCommands(false);
    expect(keyfob.questions).toHaveLength(2);
    expect(keyfob.app.snapshot().settings.commandsAllowed).toBe(false);
  });

  it('runs its program when a token is needed, after one question about it', async () => {
    await keyfob.app.allowCommands(true);
    expect(await keyfob.app.tests.run('run', null, commandDraft())).toMatchObject({
      value: { passed: true, steps: [{ step: 'command' }, { step: 'token' }, { step: 'testCall' }] },
    });
    const id = await keyfob.add(commandDraft());
    expect(keyfob.questions.slice(1)).toEqual(['Let Keyfob run this program?']);
    expect(keyfob.stateOf(id)).toBe('fresh');
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe('token-of-run-2');
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe('token-of-run-3');
    await keyfob.app.keys.edit(id, commandDraft({}, { description: 'other words' }));
    expect(keyfob.questions).toHaveLength(2);
  });

  it('is not stored and runs nothing when the user says no', async () => {
    await keyfob.app.allowCommands(true);
    keyfob.saysYes = false;
    const refused = refusedFor('commandNotApproved');
    expect(await keyfob.app.keys.add(commandDraft())).toMatchObject(refused);
    expect(await keyfob.app.tests.run('run', null, commandDraft())).toMatchObject(refused);
    expect(keyfob.app.snapshot().keys).toEqual([]);
    expect(keyfob.commands.runs).toEqual([]);
  });

  it('needs another question for other arguments, which the question names', async () => {
    const id = await addAllowed({ arguments: 'auth print-access-token' });
    keyfob.saysYes = false;
    const edited = commandDraft({ arguments: '-c evil' });
    expect(await keyfob.app.keys.edit(id, edited)).toMatchObject(refusedFor('commandNotApproved'));
    expect(await keyfob.app.keys.add({ ...edited, name: 'other' })).toMatchObject(
      refusedFor('commandNotApproved'),
    );
    expect(keyfob.questions).toHaveLength(2);
    expect(keyfob.details.at(-1)).toContain(`${path} -c evil\n`);
    await keyfob.app.tokens.renew(id);
    expect(keyfob.commands.runs.at(-1)?.args).toEqual(['auth', 'print-access-token']);
  });

  it('stops when its program has changed, until that one is approved', async () => {
    const id = await addAllowed();
    put('#!/bin/sh\n# another');
    await keyfob.time.advance(3 * hourMs);
    expect(failureOf(id)).toMatchObject({ kind: 'commandRefused', reason: 'commandChanged' });
    expect(keyfob.stateOf(id)).toBe('needsYou');
    await keyfob.restart();
    await keyfob.time.advance(hourMs);
    expect(keyfob.stateOf(id)).toBe('needsYou');
    expect(keyfob.commands.runs).toHaveLength(1);
    expect(keyfob.questions).toEqual([]);
    await keyfob.app.keys.edit(id, commandDraft());
    await keyfob.time.advance(0);
    expect(keyfob.questions).toEqual(['Let Keyfob run this program?']);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it('stops when commands are forbidden again, and comes back with them', async () => {
    const id = await addAllowed();
    await keyfob.app.allowCommands(false);
    await keyfob.time.advance(3 * hourMs);
    expect(failureOf(id)).toMatchObject({ kind: 'commandRefused', reason: 'commandsOff' });
    expect(keyfob.commands.runs).toHaveLength(1);
    await keyfob.app.allowCommands(true);
    await keyfob.app.tokens.renew(id);
    expect(keyfob.stateOf(id)).toBe('fresh');
  });

  it.each([
    ['that is not there', '/no/such/program', 'commandNotFound'],
    ['without an absolute path', 'print-token', 'notAbsolute'],
  ])('is refused for a program %s, at the field', async (_, command, reason) => {
    await keyfob.app.allowCommands(true);
    expect(await keyfob.app.keys.add(commandDraft({ command }))).toMatchObject({
      failure: { kind: 'commandRefused', field: 'command', reason },
    });
  });

  it('that prints what is no token, or the same old one, says so', async () => {
    await keyfob.app.allowCommands(true);
    keyfob.commands.programs.set(path, {
      content: 'x',
      main: () => ({ output: 'ERROR: please log in\n', exitCode: 0 }),
    });
    const id = await keyfob.add(commandDraft());
    expect(failureOf(id)).toMatchObject({ kind: 'commandFailed', reason: 'notAToken' });
    expect(keyfob.log.lines.join()).not.toContain('please log in');
    keyfob.commands.programs.set(path, { content: 'x', main: () => ({ output: '', exitCode: 3 }) });
    await keyfob.app.tokens.renew(id);
    expect(failureOf(id)).toMatchObject({ kind: 'commandFailed', reason: 'commandExit' });
    expect(keyfob.stateOf(id)).toBe('retrying');
  });

  it('can be stopped while it is tested', async () => {
    await keyfob.app.allowCommands(true);
    keyfob.commands.programs.set(path, { content: 'x', main: () => null });
    const tested = keyfob.app.tests.run('run', null, commandDraft());
    await keyfob.until(() => keyfob.commands.runs.length === 1);
    keyfob.app.tests.cancel('run');
    expect(await tested).toMatchObject({ value: { failure: { kind: 'cancelled', step: 'command' } } });
  });
});

describe.skipIf(process.platform === 'win32')('the real dataos-ctl beside a real runner', () => {
  let services: SampleServices;
  let folder: ProgramFolder;
  beforeAll(async () => {
    services = await startServices();
    folder = makeProgramFolder();
  });
  afterAll(async () => {
    folder.remove();
    await services.stop();
  });

  it('gives the key of that name, makes the next one, and is not run any more once it changed', async () => {
    const { dataos, caPem } = services;
    const program = writeDataosCtl(folder.path, { service: dataos, caPem });
    const keyfob = await KeyfobInMemory.start({ http: new HeardHttp(), commands: new PosixCommandRunner() });
    await keyfob.app.allowCommands(true);
    const fields = { command: program.path, keyName: dataos.credential.id, host: dataos.origin };
    const drafted = draft({ presetId: 'dataos-ctl', fields });
    expect(await keyfob.app.tests.run('run', null, drafted)).toMatchObject({ value: { passed: true } });
    const added = await keyfob.app.keys.add(drafted);
    if (!added.ok) throw new Error(JSON.stringify(added.failure));
    const id = added.value.keyId;
    await keyfob.until(() => keyfob.stateOf(id) === 'fresh');
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe(dataos.credential.key);
    expect(program.runs()).toEqual([
      ['user', 'apikey', 'get'],
      ['user', 'apikey', 'get'],
    ]);
    expect(await keyfob.app.rotation.begin(id)).toEqual({ ok: true, value: undefined });
    const made = dataos.credentials.at(-1);
    expect(program.runs()).toContainEqual(['user', 'apikey', 'create', '-n', made?.id, '-d', '720h']);
    expect(JSON.stringify(program.runs())).not.toContain(dataos.credential.key);
    await keyfob.app.copy.copy(id);
    expect(keyfob.clipboard.text).toBe(made?.key);
    expect(keyfob.viewOf(id)?.rotation).toMatchObject({ oldName: dataos.credential.id });
    writeFileSync(join(folder.path, 'dataos-ctl'), '#!/bin/sh\necho stolen\n');
    chmodSync(join(folder.path, 'dataos-ctl'), 0o700);
    await keyfob.app.tokens.renew(id);
    expect(keyfob.viewOf(id)?.token.failure).toMatchObject({ reason: 'commandChanged' });
    expect(keyfob.questions).toHaveLength(3);
  });
});
