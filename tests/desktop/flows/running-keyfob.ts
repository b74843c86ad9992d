import { type SampleServices, type StartOptions, startServices } from '../../services/start-services.ts';
import { type LaunchedApp, launchApp } from '../rig/launch-app.ts';
import { type DesktopOptions, startDesktop, type VirtualDesktop } from '../rig/virtual-desktop.ts';
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
    options: { desktop?: DesktopOptions; services?: StartOptions; args?: readonly string[] } = {},
  ): Promise<RunningKeyfob> {
    const services = await startServices(options.services);
    const desktop = await startDesktop(options.desktop);
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
    await page.getByRole('heading', { name: 'Keyfob' }).waitFor();
    return new KeyfobWindow(page);
  }

  /** Adds keys through the window, each with a test, and waits for their tokens. */
  async addKeys(keys: readonly KeyToAdd[]): Promise<KeyfobWindow> {
    const window = await this.window();
    for (const key of keys) {
      const verdict = await window.addKey(key);
      if (!verdict.startsWith('It works')) throw new Error(`The test of ${key.name} said: ${verdict}`);
      await window.waitForState(key.name, 'fresh');
    }
    return window;
  }

  /** Presses a key's entry in the tray menu and gives the text that another program then finds in the clipboard. */
  async copyFromTray(keyName: string, timeoutMs = 5_000): Promise<string> {
    const { clipboard, tray } = this.desktop;
    const marker = `before ${Math.random()}`;
    await clipboard.writeClipboard(marker);
    await tray.press((entry) => entry.label === keyName || entry.label.startsWith(`${keyName} · `));
    const deadlineMs = Date.now() + timeoutMs;
    for (;;) {
      const text = await clipboard.readClipboard();
      if (text !== marker && text !== '') return text;
      if (Date.now() > deadlineMs) throw new Error(`Nothing was copied for ${keyName}`);
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
