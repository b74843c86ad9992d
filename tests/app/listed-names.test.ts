import { beforeEach, describe, expect, it } from 'vitest';
import { callHandlers } from '#app/handle-calls';
import type { KeyDraft } from '#contract/calls';
import { MemoryShell } from '../fakes/memory-shell.ts';
import { ctlDraft, DataosCtlInMemory } from './dataos-ctl-rig.ts';
import { KeyfobInMemory } from './keyfob-in-memory.ts';

describe('the name of a key that dataos-ctl prints', () => {
  let keyfob: KeyfobInMemory;
  let ctl: DataosCtlInMemory;
  const lookUp = (drafted: KeyDraft, fieldId = 'keyName') =>
    callHandlers(keyfob.app, new MemoryShell())['keys.lookUp']({ keyId: null, draft: drafted, fieldId });

  beforeEach(async () => {
    keyfob = await KeyfobInMemory.start();
    ctl = new DataosCtlInMemory(keyfob);
    await keyfob.app.allowCommands(true);
    keyfob.questions.length = 0;
  });

  it('is offered among the names of the list, each once, before a name was entered', async () => {
    ctl.make('other', 1);
    ctl.make('other', 2);
    ctl.rows.push({ token: 'shows-itself', endsAtMs: 0, name: 'shows-itself' });
    const view = keyfob.app.snapshot().presets.find((each) => each.id === 'dataos-ctl');
    expect(view?.fields.filter(({ canLookUp }) => canLookUp).map((field) => field.id)).toEqual(['keyName']);
    expect(await lookUp(ctlDraft({ fields: { command: ctl.path } }))).toEqual({
      ok: true,
      value: {
        choices: ['old', 'other'].map((name) => ({ value: name, label: name })),
      },
    });
    expect(keyfob.commands.runs.map(({ args }) => args)).toEqual([['user', 'apikey', 'get']]);
  });

  it('is looked for only under the rules of every command', async () => {
    const other = '/usr/local/bin/other-ctl';
    keyfob.commands.programs.set(other, { content: 'another', main: (args) => ctl.run(args) });
    const drafted = ctlDraft({ fields: { command: other } });
    keyfob.saysYes = false;
    expect(await lookUp(drafted)).toMatchObject({ failure: { reason: 'commandNotApproved' } });
    expect(keyfob.details.join()).toContain(`${other} user apikey get\n`);
    keyfob.saysYes = true;
    await keyfob.app.allowCommands(false);
    expect(await lookUp(drafted)).toMatchObject({ failure: { reason: 'commandsOff' } });
    await keyfob.app.allowCommands(true);
    expect(await lookUp(ctlDraft({ fields: {} }))).toMatchObject({ failure: { field: 'command' } });
    expect(keyfob.commands.runs).toEqual([]);
  });

  it('says what is wrong with what the program printed', async () => {
    ctl.write('#!/bin/sh', () => ({ output: 'log in first', exitCode: 0 }));
    expect(await lookUp(ctlDraft())).toMatchObject({
      failure: { kind: 'commandFailed', reason: 'noKeyTable' },
    });
    ctl.write('#!/bin/sh', () => ({ output: '', exitCode: 1 }));
    expect(await lookUp(ctlDraft())).toMatchObject({
      failure: { kind: 'commandFailed', reason: 'commandExit' },
    });
    expect(await lookUp(ctlDraft(), 'host')).toMatchObject({ failure: { reason: 'unknownField' } });
  });
});
