import { askBridge } from '../desktop/flows/bridge-calls.ts';
import type { KeyfobWindow } from '../desktop/flows/keyfob-window.ts';
import type { RunningKeyfob } from '../desktop/flows/running-keyfob.ts';
import type { DemoReport } from './demo-report.ts';

/** The smallest window that the app allows, in CSS pixels. */
const smallest = { width: 640, height: 420 };

/** Pictures of what the window shows at the moment. */
export class WindowPictures {
  readonly #report: DemoReport;
  readonly #keyfob: RunningKeyfob;
  readonly #window: KeyfobWindow;

  constructor(report: DemoReport, keyfob: RunningKeyfob, window: KeyfobWindow) {
    this.#report = report;
    this.#keyfob = keyfob;
    this.#window = window;
  }

  /** One in light and one in dark; with `small` also one in the smallest window. */
  async take(name: string, caption: string, { small = false } = {}): Promise<void> {
    await this.#dismissMessages();
    await this.#shoot(name, caption);
    await this.#theme('dark');
    await this.#shoot(`${name}-dark`, `${caption}, dark`);
    await this.#theme('light');
    if (!small) return;
    const before = await this.#resize(smallest);
    await this.#shoot(`${name}-small`, `${caption}, in the smallest window`);
    await this.#resize(before);
  }

  /** Messages that wait for a click lie over the corner. */
  async #dismissMessages(): Promise<void> {
    const dismiss = this.#window.page.getByRole('button', { name: 'Dismiss message' });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
  }

  #shoot(name: string, caption: string): Promise<void> {
    return this.#window.screenshot(this.#report.screenshot(`${name}.png`, caption));
  }

  /** Through the bridge, as a dialog may lie over the switch. */
  async #theme(theme: 'light' | 'dark'): Promise<void> {
    const { page } = this.#window;
    await askBridge(page, 'settings.update', { theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
  }

  /** Gives the size that it had. */
  #resize(size: { width: number; height: number }): Promise<typeof size> {
    return this.#keyfob.app.inMain(({ BrowserWindow }, { width, height }) => {
      const [window] = BrowserWindow.getAllWindows();
      const [widthBefore = 0, heightBefore = 0] = window?.getContentSize() ?? [];
      window?.setContentSize(width, height);
      return { width: widthBefore, height: heightBefore };
    }, size);
  }
}
