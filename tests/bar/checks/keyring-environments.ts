import { existsSync, readFileSync } from 'node:fs';
import type { VaultView } from '#contract/view';
import { askBridge, callBridge, keyDraft, waitForSnapshot } from '../../desktop/flows/bridge-calls.ts';
import { type LaunchedApp, launchApp } from '../../desktop/rig/launch-app.ts';
import { startDesktop, type VirtualDesktop } from '../../desktop/rig/virtual-desktop.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** Where Keyfob starts, and what must then be shown. */
interface Environment {
  readonly name: string;
  readonly keyring?: 'locked';
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Another part of the process asks for Chromium's constant key, as some apps do at start. */
  readonly takesPlainText?: boolean;
  readonly state: VaultView['state'];
  readonly detail: string;
  /** Looked at by the quick run as well. */
  readonly isQuick?: true;
}

const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
const i3 = { XDG_CURRENT_DESKTOP: 'i3' };
const none = { state: 'sessionOnly', detail: 'askedInVain' } as const;
const weak = { state: 'sessionOnly', detail: 'weak' } as const;
const gnome = { state: 'osProtected', detail: 'gnome_libsecret' } as const;
const isQuick = true;
const plain = { takesPlainText: true } as const;

/**
 * The nine of docs/rules-and-findings.md, F2. On i3 Chromium alone would take none; Keyfob tells it to look. The last one takes half a minute, because it is given up only then.
 */
const environments: readonly Environment[] = [
  { name: 'no bus, no desktop', env: { ...noBus, XDG_CURRENT_DESKTOP: '' }, ...none },
  { name: 'no bus, GNOME', env: noBus, ...none },
  { name: 'no bus, GNOME, plain text', env: noBus, ...plain, ...none },
  { name: 'i3, plain text', env: i3, ...plain, ...gnome },
  { name: 'basic, plain text', args: ['--password-store=basic'], isQuick, ...plain, ...weak },
  { name: 'keyring, GNOME', ...gnome },
  { name: 'keyring, i3', env: i3, isQuick, ...gnome },
  { name: 'keyring, i3, switch', env: i3, args: ['--password-store=gnome-libsecret'], ...gnome },
  { name: 'keyring never unlocked', keyring: 'locked', state: 'sessionOnly', detail: 'notAnswering' },
];

/**
 * CR-02, CR-03 and CR-04: the real app in nine environments shows what really protects the vault, writes no vault where
 * nothing does, and leaves a stored vault closed and as it is when a later start would take the constant key.
 */
export async function tellKeyringStates(size: CheckSize): Promise<CheckResult> {
  const wrong: string[] = [];
  const desktop = await startDesktop();
  try {
    const looked = environments.filter(({ isQuick: isInQuickRun }) => size === 'full' || isInQuickRun);
    for (const [at, environment] of looked.entries()) {
      const found =
        environment.keyring === undefined
          ? await lookAt(desktop, environment, `${desktop.folder}/data-${at}`)
          : await lookOnOwnDesktop(environment);
      if (found !== null) wrong.push(`${environment.name}: ${found}`);
    }
    const isLeft = await leavesVaultOnDowngrade(desktop);
    return {
      figure:
        `${looked.length - wrong.length} of ${looked.length} environments told as they are` +
        `${wrong.length > 0 ? ` (${wrong.join('; ')})` : ''}; a stored vault ${isLeft ? 'stays closed and untouched' : 'DOES NOT STAY'} ` +
        'after a downgrade by switch',
      passed: wrong.length === 0 && isLeft,
    };
  } finally {
    await desktop.stop();
  }
}

async function lookOnOwnDesktop(environment: Environment): Promise<string | null> {
  const desktop = await startDesktop({ keyring: 'locked' });
  try {
    return await lookAt(desktop, environment, `${desktop.folder}/data`);
  } finally {
    await desktop.stop();
  }
}

/** Null: as expected. */
async function lookAt(
  desktop: VirtualDesktop,
  { env = {}, args = [], takesPlainText = false, state, detail }: Environment,
  userDataDir: string,
): Promise<string | null> {
  const app = await launchApp({ desktop, userDataDir, env, args });
  try {
    const vault = await vaultOf(app, takesPlainText);
    if (vault.state !== state || vault.detail !== detail) return `${vault.state} ${vault.detail}`;
    const page = await app.window();
    const fields = { host: 'https://localhost:1', clientId: 'a', clientSecret: 'b'.repeat(30) };
    await askBridge(page, 'keys.add', keyDraft({ name: 'a', presetId: 'celerdata', fields }));
    const isStored = existsSync(`${userDataDir}/vault.db`);
    return isStored === (state === 'osProtected') ? null : isStored ? 'a vault was written' : 'no vault';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await app.quit();
  }
}

/** What the page is told once the vault is open or is not going to be. */
async function vaultOf(app: LaunchedApp, takesPlainText: boolean): Promise<VaultView> {
  const page = await app.window();
  // It comes when the vault is open or is not going to be, which takes half a minute where a prompt waits.
  await page.getByRole('heading', { name: 'Keyfob', exact: true }).waitFor({ timeout: 50_000 });
  const settled = () =>
    waitForSnapshot(page, 'the vault stays undecided', ({ vault }) => vault.state !== 'opening', 50_000);
  if (!takesPlainText) return (await settled()).vault;
  await settled();
  await app.inMain(({ safeStorage }) => safeStorage.setUsePlainTextEncryption(true));
  await callBridge(page, 'vault.retry', {});
  return (await settled()).vault;
}

async function leavesVaultOnDowngrade(desktop: VirtualDesktop): Promise<boolean> {
  const userDataDir = `${desktop.folder}/downgraded`;
  const first = await launchApp({ desktop, userDataDir });
  const made = await vaultOf(first, false);
  await first.quit();
  const before = readFileSync(`${userDataDir}/vault.db`);
  const second = await launchApp({ desktop, userDataDir, args: ['--password-store=basic'] });
  const vault = await vaultOf(second, true);
  await second.quit();
  const isSame = readFileSync(`${userDataDir}/vault.db`).equals(before);
  return made.state === 'osProtected' && vault.state === 'locked' && vault.detail === 'weak' && isSame;
}
