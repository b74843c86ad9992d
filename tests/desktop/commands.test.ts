import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgramFolder, type ProgramFolder } from '../commands/program-folder.ts';
import { type DataosCtl, writeDataosCtl } from '../services/dataos-ctl/write-dataos-ctl.ts';
import { axeViolations } from './flows/axe-violations.ts';
import type { KeyEntries, KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { SystemDialogs } from './rig/system-dialog.ts';

describe('a key that a command prints, in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let dialogs: SystemDialogs;
  let folder: ProgramFolder;
  let program: DataosCtl;
  let key: KeyEntries;

  beforeAll(async () => {
    folder = makeProgramFolder();
    keyfob = await RunningKeyfob.start();
    const { dataos, caPem } = keyfob.services;
    program = writeDataosCtl(folder.path, { service: dataos, caPem });
    window = await keyfob.window();
    dialogs = new SystemDialogs(keyfob.desktop.env, 'Keyfob');
    key = {
      presetName: 'DataOS command line',
      name: 'lens by ctl',
      description: '',
      fields: { command: program.path, keyName: dataos.credential.id, host: dataos.origin },
      extraCaPem: null,
      keyExpiresInDays: null,
    };
  });
  afterAll(async () => {
    await keyfob?.stop();
    folder?.remove();
  });

  const setting = () => window.dialog.getByRole('checkbox', { name: 'Let keys be printed by commands' });

  it('is refused as long as commands are not allowed, and says so before and after', async () => {
    await window.openAddForm(key.presetName);
    await window.fill(key);
    await window.dialog.getByText('Commands are not allowed yet').waitFor();
    expect(await window.test()).toContain('The test failed');
    await window.dialog.getByText('commands are not allowed in Settings').first().waitFor();
    expect(await dialogs.windows()).toBe(1);
    expect(program.runs()).toEqual([]);
    await window.page.keyboard.press('Escape');
    await window.page.getByRole('button', { name: 'Discard' }).click();
    await window.dialog.waitFor({ state: 'detached' });
  });

  it('commands are allowed only by a dialog of the system, in which no is the first answer', async () => {
    await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
    expect(await axeViolations(window.page)).toEqual([]);
    for (const answer of ['escape', 'no'] as const) {
      await setting().click();
      await dialogs.answer(answer);
      expect(await setting().isChecked()).toBe(false);
    }
    await setting().click();
    await dialogs.answer('yes');
    await expect.poll(() => setting().isChecked()).toBe(true);
    await window.dialog.getByRole('button', { name: 'Close' }).click();
  });

  it('runs only once the user has approved this very program, and gives the key that it prints', async () => {
    const { dataos } = keyfob.services;
    await window.openAddForm(key.presetName);
    await window.fill({ ...key, fields: { ...key.fields, keyName: '' } });
    const names = window.dialog.getByRole('dialog', { name: 'Values for Name of the API key' });
    await window.dialog.getByRole('button', { name: /^Choose… Name/ }).click();
    await dialogs.answer('no');
    await names.getByText('it was not approved').waitFor();
    expect(program.runs()).toEqual([]);
    await names.getByRole('button', { name: 'Try again' }).click();
    await dialogs.answer('yes');
    await names.getByRole('button', { name: dataos.credential.id }).waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    await names.getByRole('button', { name: dataos.credential.id }).click();
    expect(await window.test()).toContain('It works');
    await window.dialog.getByRole('button', { name: 'Save' }).click();
    await window.waitForState(key.name, 'fresh');
    expect(await keyfob.copyFromTray(key.name)).toBe(dataos.credential.key);
    expect(program.runs().every((args) => args.join(' ') === 'user apikey get')).toBe(true);
  });

  it('makes the next key by the command that the user allows, and says what to delete', async () => {
    const { dataos } = keyfob.services;
    const made = () => dataos.credentials.filter(({ id }) => id.startsWith('keyfob-'));
    await window.chooseFromMenu(key.name, 'Rotate secret…');
    expect(await axeViolations(window.page)).toEqual([]);
    const rotate = window.dialog.getByRole('button', { name: 'Rotate secret' });
    await rotate.click();
    await dialogs.answer('no');
    await window.dialog.getByText('Nothing was stored.').waitFor();
    expect(made()).toEqual([]);
    await rotate.click();
    await dialogs.answer('yes');
    await window.dialog.waitFor({ state: 'detached' });
    const left = `New secret in use. Delete the old one (${dataos.credential.id}) at ${key.presetName}.`;
    await window.row(key.name).getByText(left).waitFor();
    expect(await axeViolations(window.page)).toEqual([]);
    expect(await keyfob.copyFromTray(key.name)).toBe(made()[0]?.key);
    await window
      .row(key.name)
      .getByRole('button', { name: `The old secret of ${key.name} is deleted` })
      .click();
    await window.row(key.name).getByText(left).waitFor({ state: 'detached' });
  });

  it('does not run it any more once it has changed', async () => {
    const runs = program.runs().length;
    appendFileSync(program.path, '\n// changed\n');
    await window.chooseFromMenu(key.name, 'Refresh now');
    await window.row(key.name).getByText('The command was not run').waitFor();
    expect(program.runs()).toHaveLength(runs);
  });

  it('is not run after commands were forbidden again', async () => {
    await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
    await setting().click();
    await expect.poll(() => setting().isChecked()).toBe(false);
    await window.dialog.getByRole('button', { name: 'Close' }).click();
    const runs = program.runs().length;
    await window.chooseFromMenu(key.name, 'Refresh now');
    await window.row(key.name).getByText('commands are not allowed in Settings').waitFor();
    expect(program.runs()).toHaveLength(runs);
  });
});
