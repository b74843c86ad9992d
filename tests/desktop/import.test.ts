import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Canary, createCanary, findCanaries } from '../canary/canary.ts';
import { takeHeapSnapshot } from '../canary/take-heap-snapshot.ts';
import { axeViolations } from './flows/axe-violations.ts';
import { ImportDialog } from './flows/import-dialog.ts';
import type { KeyfobWindow } from './flows/keyfob-window.ts';
import { RunningKeyfob } from './flows/running-keyfob.ts';
import { SystemDialogs } from './rig/system-dialog.ts';

describe('importing keys in the real app', () => {
  let keyfob: RunningKeyfob;
  let window: KeyfobWindow;
  let dialog: ImportDialog;

  beforeAll(async () => {
    keyfob = await RunningKeyfob.start();
    window = await keyfob.window();
    dialog = new ImportDialog(window);
  });
  afterAll(() => keyfob?.stop());

  /** Read from a copy: the app has the file for itself. */
  const storedKeys = (): unknown => {
    const copy = `${keyfob.desktop.folder}/vault-copy`;
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    for (const name of readdirSync(keyfob.userDataDir).filter((file) => file.startsWith('vault.db')))
      copyFileSync(`${keyfob.userDataDir}/${name}`, `${copy}/${name}`);
    const vault = new DatabaseSync(`${copy}/vault.db`);
    const row = vault.prepare("SELECT count(*) AS n FROM record WHERE type = 'key'").get();
    vault.close();
    return (row as { n: unknown }).n;
  };
  const hitsInPage = async (canaries: readonly Canary[]) =>
    findCanaries(await takeHeapSnapshot(window.page), canaries);

  it('makes a key of the curl line of a vendor that is in the clipboard, and the page never sees its secret', async () => {
    const { celerdata } = keyfob.services;
    const canary = createCanary('secret in a curl line');
    const { id } = celerdata.addCredential({ secret: canary.text });
    const pair = Buffer.from(`${id}:${canary.text}`).toString('base64');
    await keyfob.desktop.clipboard.writeClipboard(
      `curl --location --request POST \\\n  '${celerdata.origin}/api/1.0/token?grant_type=client_credentials' \\\n  --header 'Authorization: Basic ${pair}'\n`,
    );
    keyfob.services.journal.clear();
    await dialog.pasteFromGallery();
    expect(await dialog.importButton.isDisabled()).toBe(true);
    await dialog.allow(new URL(celerdata.origin).host);
    expect(await dialog.test('CelerData Cloud')).toContain('It works');
    expect(storedKeys()).toBe(0);
    expect((await keyfob.desktop.tray.readMenu()).map(({ label }) => label)).toContain('No keys yet');

    await dialog.confirm();
    await window.waitForState('CelerData Cloud', 'fresh');
    expect(storedKeys()).toBe(1);
    const token = await keyfob.copyFromTray('CelerData Cloud');
    expect(await celerdata.testCall(token)).toBe(true);
    expect(await hitsInPage([canary])).toEqual([]);
  });

  it('reads a table from the paste area, keeps nothing of it in the page, and takes it back', async () => {
    const { celerdata, layar, ibmIam } = keyfob.services;
    const canaries = ['celerdata', 'layar', 'ibm'].map((name) =>
      createCanary(`secret of ${name} in a table`),
    );
    const [first, second, third] = canaries.map(({ text }) => text) as [string, string, string];
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const table = [
      'name,provider,host,client_id,client_secret,api_key',
      `warehouse,CelerData Cloud,${celerdata.origin},${celerdata.addCredential({ secret: first }).id},${quoted(first)},`,
      `literature,Certara Layar,${layar.origin},${layar.addCredential({ secret: second }).id},${quoted(second)},`,
      `builds,IBM Cloud IAM,${ibmIam.origin},,,${quoted(ibmIam.addCredential({ apiKey: third }).apiKey)}`,
    ].join('\n');
    await keyfob.desktop.clipboard.writeClipboard(table);
    await window.page.getByRole('button', { name: 'Import…' }).click();
    await window.dialog.getByLabel('Paste here').focus();
    await window.page.keyboard.press('Control+V');
    await dialog.rows.first().waitFor();
    expect(await dialog.rows.count()).toBe(3);
    expect(await axeViolations(window.page)).toEqual([]);
    expect(storedKeys()).toBe(1);

    await window.dialog.getByRole('checkbox', { name: 'Allow all' }).check();
    await dialog.confirm();
    for (const name of ['warehouse', 'literature', 'builds']) await window.waitForState(name, 'fresh');
    expect(await ibmIam.testCall(await keyfob.copyFromTray('builds'))).toBe(true);
    expect(storedKeys()).toBe(4);
    expect(await hitsInPage(canaries)).toEqual([]);

    await window.page.getByRole('button', { name: 'Undo' }).click();
    await window.row('warehouse').waitFor({ state: 'detached' });
    expect(storedKeys()).toBe(1);
    await window.row('CelerData Cloud').waitFor();
  });

  it('opens a key file that is dropped on the window, and forgets it when the user does not go on', async () => {
    const canary = createCanary('secret in a key file');
    const file = JSON.stringify({
      name: 'farm',
      description: 'Build farm',
      apikey: canary.text,
      iam_id: 'IBMid-1',
      createdAt: '2026-01-02T03:04+0000',
    });
    await window.dropFile(window.page.locator('body'), 'apikey.json', file);
    await dialog.rows.first().waitFor();
    expect(await window.dialog.innerHTML()).not.toContain(canary.text);
    await window.dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.dialog.waitFor({ state: 'detached' });
    expect(storedKeys()).toBe(1);
  });

  it('opens the file that is chosen in the dialog of the system', async () => {
    const path = `${keyfob.desktop.folder}/keys.env`;
    writeFileSync(path, 'IBMCLOUD_API_KEY=not-a-real-key-0123456789\n');
    await window.page.getByRole('button', { name: 'Import…' }).click();
    await window.dialog.getByRole('button', { name: 'From a file…' }).click();
    await new SystemDialogs(keyfob.desktop.env, 'Keyfob').chooseFile('Import keys', path);
    await dialog.rows.first().waitFor();
    expect(await window.dialog.textContent()).toContain('IBM Cloud IAM');
    expect(await axeViolations(window.page)).toEqual([]);
    await window.dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.dialog.waitFor({ state: 'detached' });
  });

  it('says what it can read when a text holds no key', async () => {
    await keyfob.desktop.clipboard.writeClipboard('Lorem ipsum dolor sit amet');
    await window.page.getByRole('button', { name: 'Import…' }).click();
    await window.dialog.getByRole('button', { name: 'From the clipboard' }).click();
    await window.dialog.getByText('No key was found in that.').waitFor();
    await window.page.keyboard.press('Escape');
    await window.dialog.waitFor({ state: 'detached' });
  });
});
