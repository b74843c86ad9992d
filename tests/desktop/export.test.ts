import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptWithAge } from '../adapters/age-tool.ts';
import { createCanary, findCanaries } from '../canary/canary.ts';
import { takeHeapSnapshot } from '../canary/take-heap-snapshot.ts';
import { axeViolations } from './flows/axe-violations.ts';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { SystemDialogs } from './rig/system-dialog.ts';
import { waitUntil } from './rig/wait-until.ts';

const passphrase = 'correct horse battery';
const patienceMs = 60_000;

describe('export and restore in the real app', () => {
  const secret = createCanary('secret of an exported key');
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let dialogs: SystemDialogs;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    window = await keyfob.window();
    dialogs = new SystemDialogs(keyfob.desktop.env, 'Keyfob');
    const { celerdata } = keyfob.services;
    const { id } = celerdata.addCredential({ secret: secret.text });
    await window.addKey({
      name: 'warehouse',
      description: '',
      presetName: 'CelerData Cloud',
      fields: { host: celerdata.origin, clientId: id, clientSecret: secret.text },
      extraCaPem: null,
      keyExpiresInDays: null,
    });
    await window.waitForState('warehouse', 'fresh');
  });
  afterAll(() => keyfob?.stop());

  const press = (name: string) => window.dialog.last().getByRole('button', { name, exact: true }).click();
  const openFromSettings = async (name: string) => {
    await window.page.getByRole('button', { name: 'Settings', exact: true }).click();
    await press(name);
  };
  const today = () => new Date().toISOString().slice(0, 10);
  const path = () => `${keyfob.desktop.folder}/my-keys.age`;

  it('writes one file for this user alone, which the age tool opens with the passphrase', async () => {
    await openFromSettings('Export keys…');
    expect(await axeViolations(window.page)).toEqual([]);
    await window.dialog.last().getByLabel('Passphrase of the file', { exact: true }).fill(passphrase);
    await window.dialog.last().locator('input[type=password]').nth(1).fill(passphrase);
    await press('Export…');
    await dialogs.chooseFile(`Save keyfob-${today()}.age`, path());
    // The key of a passphrase takes its time on a busy machine.
    await waitUntil('no file was written', patienceMs, async () => (existsSync(path()) ? true : undefined));
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const file = readFileSync(path());
    expect(findCanaries(file, [secret])).toEqual([]);
    const document = JSON.parse(decryptWithAge(file, passphrase));
    expect(document.keys).toMatchObject([{ name: 'warehouse', secrets: { clientSecret: secret.text } }]);
  });

  it('brings a deleted key back, with a preview, and its token comes again', async () => {
    await window.dialog.waitFor({ state: 'detached', timeout: patienceMs });
    await window.chooseFromMenu('warehouse', 'Delete…');
    await window.dialog.last().getByRole('button', { name: 'Delete key' }).click();
    await window.row('warehouse').waitFor({ state: 'detached' });
    await openFromSettings('Restore keys…');
    await press('Choose file…');
    await dialogs.chooseFile('Restore keys', path());
    await window.dialog.last().getByLabel('Passphrase of the file', { exact: true }).fill('wrong passphrase');
    await press('Open file');
    await window.dialog
      .last()
      .getByText('cannot be opened with this passphrase')
      .waitFor({ timeout: patienceMs });
    await window.dialog.last().getByLabel('Passphrase of the file', { exact: true }).fill(passphrase);
    await press('Open file');
    await window.dialog.last().getByText('warehouse').waitFor({ timeout: patienceMs });
    expect(await axeViolations(window.page)).toEqual([]);
    expect(findCanaries(await takeHeapSnapshot(window.page), [secret])).toEqual([]);
    await press('Restore');
    await window.waitForState('warehouse', 'fresh', 30_000);
    const token = await keyfob.copyFromTray('warehouse');
    expect(await keyfob.services.celerdata.testCall(token)).toBe(true);
    await window.page.getByRole('button', { name: 'Undo' }).click();
    await window.row('warehouse').waitFor({ state: 'detached' });
  });
});
