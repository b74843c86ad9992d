import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { ImportDialog } from '../desktop/flows/import-dialog.ts';
import type { KeyfobWindow } from '../desktop/flows/keyfob-window.ts';
import { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import { sixKeys } from '../desktop/flows/six-keys.ts';
import type { DemoReport } from './demo-report.ts';
import { WindowPictures } from './window-pictures.ts';

const none = { description: '', extraCaPem: null, keyExpiresInDays: null };
const ownPreset = new URL('../presets/new-providers/parcel-courier.json', import.meta.url);

interface Stage {
  readonly keyfob: RunningKeyfob;
  readonly window: KeyfobWindow;
  readonly pictures: WindowPictures;
}

/** Ways to add and use a key besides the six providers: a pasted curl line, a table, an own preset file, a trace, copy as. */
export async function showFurtherWays(report: DemoReport): Promise<void> {
  const https = { 'parcel-courier': false, keycloak: false } as const;
  const keyfob = await RunningKeyfob.start({ services: { https }, settings: { theme: 'light' } });
  try {
    const window = await keyfob.window();
    const stage = { keyfob, window, pictures: new WindowPictures(report, keyfob, window) };
    await report.step('paste a curl line of a vendor', () => pasteCurlLine(stage));
    await report.step('import a table', () => importTable(stage));
    await report.step('describe a service in a file of your own', () => useOwnPreset(stage));
    await report.step('a test shows its steps', () => showTrace(stage));
    await report.step('a test that fails says why', () => showFailedTrace(stage));
    await report.step('copy as a curl command', () => copyAsCurl(stage));
  } finally {
    await keyfob.stop();
  }
}

async function pasteCurlLine({ keyfob, window, pictures }: Stage): Promise<string> {
  const { celerdata } = keyfob.services;
  const { id, secret } = celerdata.credential;
  const pair = Buffer.from(`${id}:${secret}`).toString('base64');
  await keyfob.desktop.clipboard.writeClipboard(
    `curl --location --request POST \\
  '${celerdata.origin}/api/1.0/token?grant_type=client_credentials' \\
  --header 'Authorization: Basic ${pair}'`,
  );
  await window.openGallery();
  await pictures.take('gallery', 'The providers, and the way without choosing one', { small: true });
  const dialog = new ImportDialog(window);
  await window.dialog.getByRole('button', { name: 'Paste what you have' }).click();
  await dialog.rows.first().waitFor();
  await dialog.allow(new URL(celerdata.origin).host);
  await dialog.confirm();
  await window.waitForState('CelerData Cloud', 'fresh');
  if (!(await celerdata.testCall(await keyfob.copyFromTray('CelerData Cloud'))))
    throw new Error('the service does not accept what is in the clipboard');
  return 'the line in the clipboard became a key; the service accepts its token';
}

async function importTable({ keyfob, window, pictures }: Stage): Promise<string> {
  const { ibmIam, layar, dataos, celerdata } = keyfob.services;
  const { id, secret } = celerdata.credential;
  const table = `name,provider,host,client_id,client_secret,api_key
literature,Certara Layar,${layar.origin},${layar.credential.id},${layar.credential.secret},
builds,IBM Cloud IAM,${ibmIam.origin},,,${ibmIam.credential.apiKey}
warehouse again,CelerData Cloud,${celerdata.origin},${id},${secret},
lens,DataOS,${dataos.origin},,,${dataos.credential.key}
atlas,MongoDB Atlas,,,not-a-real-secret,`;
  await keyfob.desktop.clipboard.writeClipboard(table);
  await window.page.getByRole('button', { name: 'Import…' }).click();
  await pictures.take('import-from', 'What can be imported');
  await window.dialog.getByRole('button', { name: 'From the clipboard' }).click();
  const dialog = new ImportDialog(window);
  await dialog.rows.first().waitFor();
  await dialog.allow(new URL(layar.origin).host);
  await pictures.take('import', 'An import: nothing is stored or sent before you say so', { small: true });
  await window.dialog.getByRole('checkbox', { name: 'Import atlas' }).uncheck();
  await window.dialog.getByRole('checkbox', { name: 'Allow all' }).check();
  await dialog.confirm();
  for (const name of ['literature', 'builds', 'lens']) await window.waitForState(name, 'fresh');
  return '5 keys found, one of them known; 3 imported';
}

async function useOwnPreset({ keyfob, window }: Stage): Promise<string> {
  const courier = await keyfob.services.start('parcel-courier');
  await window.openGallery();
  mkdirSync(`${keyfob.userDataDir}/presets`, { recursive: true });
  copyFileSync(ownPreset, `${keyfob.userDataDir}/presets/parcel-courier.json`);
  await window.card('Parcel Courier').click();
  const { id, secret } = courier.credential;
  const fields = { host: courier.origin, accessKeyId: id, secretAccessKey: secret };
  await window.fill({ ...none, presetName: 'Parcel Courier', name: 'parcels', fields });
  const verdict = await window.test();
  await window.dialog.getByRole('button', { name: 'Save' }).click();
  await window.waitForState('parcels', 'fresh');
  if (!(await courier.testCall(await keyfob.copyFromTray('parcels'))))
    throw new Error('the service does not accept what is in the clipboard');
  return `a service that Keyfob does not know, one JSON file, no restart: ${verdict}`;
}

async function showTrace({ keyfob, window, pictures }: Stage): Promise<string> {
  const orders = sixKeys(keyfob.services).find(({ serviceId }) => serviceId === 'oauth');
  if (orders === undefined) throw new Error('there is no key');
  await window.openAddForm(orders.presetName);
  await window.fill(orders);
  const verdict = await window.test();
  const region = window.dialog.getByRole('region', { name: 'Test' });
  const steps = await region.locator('ol > li').count();
  await region.locator('summary').filter({ hasText: 'Answer' }).click();
  await region.scrollIntoViewIfNeeded();
  await pictures.take('trace', 'A test, step by step');
  await window.dialog.getByRole('button', { name: 'Save' }).click();
  await window.waitForState(orders.name, 'fresh');
  return `${steps} steps, each with its time and what was seen. ${verdict}`;
}

async function showFailedTrace({ keyfob, window, pictures }: Stage): Promise<string> {
  const keycloak = await keyfob.services.start('keycloak');
  await window.openAddForm('Keycloak');
  const fields = {
    host: keycloak.origin,
    realm: keycloak.places['realm'] ?? '',
    clientId: keycloak.credential.id,
    clientSecret: 'not-the-secret',
  };
  await window.fill({ ...none, presetName: 'Keycloak', name: 'realm robot', fields });
  const verdict = await window.test();
  await pictures.take('trace-failed', 'A test that failed, with its likely causes');
  await window.page.keyboard.press('Escape');
  await window.page.getByRole('button', { name: 'Discard' }).click();
  return verdict;
}

async function copyAsCurl({ keyfob }: Stage): Promise<string> {
  const line = await keyfob.copyAsFromTray('CelerData Cloud', 'curl command');
  const { stdout } = await promisify(execFile)('bash', ['-c', line]);
  if (!stdout.includes('"code":20000')) throw new Error('the service did not answer the copied line');
  return `bash ran what was copied; the service answered ${stdout.trim()}`;
}
