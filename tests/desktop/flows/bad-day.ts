import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { BusConnection } from '../rig/bus-connection.ts';
import { startUnlockedKeyring } from '../rig/keyring.ts';
import { commandOf } from '../rig/process-table.ts';
import { waitUntil } from '../rig/wait-until.ts';
import { askBridge, keyDraft, waitForSnapshot } from './bridge-calls.ts';
import type { KeyfobWindow } from './keyfob-window.ts';
import type { RunningKeyfob } from './running-keyfob.ts';

/** What the user knows or wrote down. */
export interface KnownSecrets {
  readonly passphrase: string;
  readonly recoveryCode: string;
}

const passphrase = 'seven apples under the old bridge';

/** Adds a key of the sample service without the form. */
export async function addKey(keyfob: RunningKeyfob, name: string): Promise<void> {
  const { celerdata } = keyfob.services;
  const { id, secret } = celerdata.addCredential();
  const fields = { host: celerdata.origin, clientId: id, clientSecret: secret };
  const { page } = await keyfob.window();
  await askBridge(page, 'keys.add', keyDraft({ name, presetId: 'celerdata', fields }));
}

/** Gives the vault a passphrase and a recovery code besides the keyring. */
export async function setWaysIn(keyfob: RunningKeyfob): Promise<KnownSecrets> {
  const { page } = await keyfob.window();
  await askBridge(page, 'vault.setPassphrase', { current: null, passphrase });
  // A secret leaves main only after a press of the user.
  await page.keyboard.press('Shift');
  const { code } = await askBridge(page, 'vault.makeRecoveryCode', { current: passphrase });
  return { passphrase, recoveryCode: code };
}

/** Files of a profile as they were: the data, and what is remembered beside it. */
export class KeptProfile {
  readonly #folder: string;

  constructor(keyfob: RunningKeyfob, name: string) {
    this.#folder = `${keyfob.desktop.folder}/kept-${name}`;
    cpSync(keyfob.userDataDir, `${this.#folder}/user-data`, { recursive: true });
    const state = stateFolder(keyfob);
    mkdirSync(state, { recursive: true });
    cpSync(state, `${this.#folder}/state`, { recursive: true });
  }

  /** Puts all of it back; the app must not run. */
  putBack(keyfob: RunningKeyfob): void {
    this.copyDataTo(keyfob);
    rmSync(stateFolder(keyfob), { recursive: true, force: true });
    cpSync(`${this.#folder}/state`, stateFolder(keyfob), { recursive: true });
  }

  /** Puts the data alone into a profile, as a copy or a backup would. */
  copyDataTo(keyfob: RunningKeyfob): void {
    for (const name of ['vault.db', 'vault.db-wal', 'backups'])
      rmSync(`${keyfob.userDataDir}/${name}`, { recursive: true, force: true });
    cpSync(`${this.#folder}/user-data`, keyfob.userDataDir, { recursive: true });
  }

  /** The vault file. */
  get vault(): Buffer {
    return readFileSync(this.file('vault.db'));
  }

  /** Path of one of the data files. */
  file(name: string): string {
    return `${this.#folder}/user-data/${name}`;
  }
}

function stateFolder({ desktop }: RunningKeyfob): string {
  return `${desktop.env['HOME']}/.local/state/keyfob`;
}

/** Names of the keys that the window lists once the vault is open. */
export async function listedKeys(window: KeyfobWindow): Promise<string[]> {
  await waitForSnapshot(
    window.page,
    'the vault does not open',
    ({ vault }) => vault.state !== 'opening' && vault.state !== 'locked',
  );
  const rows = window.page.locator('tbody[data-key-name]');
  await rows.first().waitFor();
  const names = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-key-name') ?? ''));
  return names.sort();
}

/** Types a way in into the locked window, as a person does. */
export async function unlockBy(window: KeyfobWindow, secret: string): Promise<void> {
  await window.page.locator('input[name="wayIn"]').fill(secret);
  await window.page.getByRole('button', { name: 'Unlock', exact: true }).click();
}

/** The keyring of the desktop loses all that it held, and another one takes its place. */
export async function replaceKeyring({ desktop }: RunningKeyfob): Promise<void> {
  const isKeyring = (id: number) => commandOf(id).includes('gnome-keyring-daemon');
  const find = () => desktop.processes.ids().filter(isKeyring);
  for (const id of find()) process.kill(id, 'SIGTERM');
  await waitUntil('the keyring does not end', 5_000, () => find().length === 0 || undefined);
  rmSync(`${desktop.env['HOME']}/.local/share/keyrings`, { recursive: true, force: true });
  const bus = await BusConnection.open(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  await startUnlockedKeyring(desktop.processes, desktop.env, bus);
  bus.close();
}

/** Pictures of what the user sees on that day, light and dark, in out/bad-days/. */
export async function takePictures(window: KeyfobWindow, name: string): Promise<void> {
  mkdirSync('out/bad-days', { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await window.page.emulateMedia({ colorScheme: theme });
    await window.screenshot(`out/bad-days/${name}-${theme}.png`);
  }
}
