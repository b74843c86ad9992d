import { mkdirSync, writeFileSync } from 'node:fs';
import type { Settings } from '#core/settings';
import type { StartOptions } from '../../services/service-settings.ts';
import { type SampleServices, startServices } from '../../services/start-services.ts';
import { type LaunchedApp, launchApp } from '../rig/launch-app.ts';
import { isAlive } from '../rig/process-table.ts';
import type { MenuEntry } from '../rig/tray-menu.ts';
import { type DesktopOptions, startDesktop, type VirtualDesktop } from '../rig/virtual-desktop.ts';
import { waitUntil } from '../rig/wait-until.ts';
import { KeyfobWindow } from './keyfob-window.ts';
import type { KeyToAdd } from './six-keys.ts';

/** The real app on a virtual desktop, with sample services to talk to. */
export class RunningKeyfob {
  readonly desktop: VirtualDesktop;
  readonly services: SampleServices;
  app: LaunchedApp;

  private constructor(desktop: VirtualDesktop, services: SampleServices, app: LaunchedApp) {
    this.desktop = desktop;
    this.services = services;
    this.app = app;
  }

  static async start(
    options: {
      desktop?: DesktopOptions;
      services?: StartOptions;
      args?: readonly string[];
      /** Written to the settings file before the first start. */
      settings?: Partial<Settings>;
    } = {},
  ): Promise<RunningKeyfob> {
    const services = await startServices(options.services);
    const desktop = await startDesktop(options.desktop);
    if (options.settings !== undefined) writeSettings(`${desktop.folder}/user-data`, options.settings);
    const app = await launchApp({ desktop, args: options.args ?? [] });
    return new RunningKeyfob(desktop, services, app);
  }

  /** Where the app keeps its data. */
  get userDataDir(): string {
    return `${this.desktop.folder}/user-data`;
  }

  /** The window that is open, once its page is loaded. */
  async window(): Promise<KeyfobWindow> {
    const page = await this.app.window();
    page.setDefaultTimeout(15_000);
    await page.getByRole('heading', { name: 'Keyfob', exact: true }).waitFor();
    return new KeyfobWindow(page);
  }

  /** Adds keys through the window, each with a test, and waits for their tokens. */
  async addKeys(keys: readonly KeyToAdd[]): Promise<KeyfobWindow> {
    const window = await this.window();
    for (const key of keys) {
      const verdict = await window.addKey(key);
      if (!verdict.includes('It works')) throw new Error(`The test of ${key.name} said: ${verdict}`);
      await window.waitForState(key.name, 'fresh');
    }
    return window;
  }

  /** Closes the window, which ends its page and the page's process; the app stays in the tray. */
  async closeWindow(): Promise<void> {
    const page = await this.app.window();
    const processId = await this.pageProcessId();
    await page.close();
    await waitUntil('the page of the closed window lives on', 10_000, () => !isAlive(processId) || undefined);
  }

  /** Opens the window by the tray menu, as after it was closed or after a hidden start. */
  async openWindow(): Promise<KeyfobWindow> {
    const opened = this.app.electronApp.waitForEvent('window', { timeout: 15_000 });
    await Promise.all([opened, this.desktop.tray.press('Open Keyfob')]);
    return this.window();
  }

  /** The process that shows the window's page. */
  pageProcessId(): Promise<number> {
    return this.app.inMain(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    );
  }

  /** Waits until the tray menu has the entry of a key: the vault opens a moment after the icon is there. */
  async waitForTrayEntry(keyName: string, timeoutMs = 10_000): Promise<void> {
    const menu = await (await this.desktop.tray.waitForItem()).menu();
    const ask = () => menu.find(entryOf(keyName)).catch(() => undefined);
    await waitUntil(`the tray menu has no entry for ${keyName}`, timeoutMs, ask);
  }

  /** Presses a key's entry in the tray menu and gives the text that another program then finds in the clipboard. */
  async copyFromTray(keyName: string, timeoutMs = 5_000): Promise<string> {
    return (await this.timedCopyFromTray(keyName, timeoutMs)).text;
  }

  /** The same, with the two instants between which the text was copied. */
  timedCopyFromTray(keyName: string, timeoutMs = 5_000): Promise<TimedCopy> {
    return this.#copied(() => this.desktop.tray.press(entryOf(keyName)), keyName, timeoutMs);
  }

  /** Copies a token in another form, by the submenu "Copy as" of the tray. */
  async copyAsFromTray(keyName: string, form: string): Promise<string> {
    const press = () => this.desktop.tray.press(['Copy as', keyName, form]);
    return (await this.#copied(press, keyName, 5_000)).text;
  }

  /** Does something that copies, and gives the text that another program then finds in the clipboard. */
  async copiedBy(copy: () => Promise<void>): Promise<string> {
    return (await this.#copied(copy, 'this', 5_000)).text;
  }

  async #copied(copy: () => Promise<void>, what: string, timeoutMs: number): Promise<TimedCopy> {
    const { clipboard } = this.desktop;
    const marker = `before ${Math.random()}`;
    await clipboard.writeClipboard(marker);
    const pressedAtMs = Date.now();
    await copy();
    for (;;) {
      const text = await clipboard.readClipboard();
      const seenAtMs = Date.now();
      if (text !== marker && text !== '') return { text, pressedAtMs, seenAtMs };
      if (seenAtMs > pressedAtMs + timeoutMs) throw new Error(`Nothing was copied for ${what}`);
    }
  }

  /** Ends the app (by its menu, unless killed) and starts it again on the same data. */
  async restart(args: readonly string[] = []): Promise<void> {
    if (this.app.isRunning()) await this.app.quit();
    this.app = await launchApp({ desktop: this.desktop, args });
  }

  async stop(): Promise<void> {
    if (this.app.isRunning()) await this.app.quit().catch(() => undefined);
    await this.desktop.stop();
    await this.services.stop();
  }
}

function writeSettings(folder: string, settings: Partial<Settings>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${folder}/settings.json`, JSON.stringify(settings), { mode: 0o600 });
}

/** A text from the clipboard, and when it got there at the earliest and at the latest. */
export interface TimedCopy {
  readonly text: string;
  readonly pressedAtMs: number;
  readonly seenAtMs: number;
}

/** The entry of a key has more behind the name: how long its token is still valid, or what is wrong with it. */
function entryOf(keyName: string): (entry: MenuEntry) => boolean {
  return ({ label }) => label === keyName || label.startsWith(`${keyName} · `);
}
