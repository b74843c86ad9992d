import { launchApp } from '../rig/launch-app.ts';
import { waitUntil } from '../rig/wait-until.ts';
import { WaylandSession } from '../rig/wayland-session.ts';
import { RunningKeyfob } from './running-keyfob.ts';
import { type KeyToAdd, sixKeys } from './six-keys.ts';

/** Makes Electron a client of the compositor, not of Xwayland. */
const native = '--ozone-platform=wayland';

/** The real app in a Wayland session without any window, so that nothing of it ever has the focus. */
export class WaylandKeyfob {
  readonly session: WaylandSession;
  readonly keyfob: RunningKeyfob;
  readonly keys: readonly KeyToAdd[];

  private constructor(session: WaylandSession, keyfob: RunningKeyfob, keys: readonly KeyToAdd[]) {
    this.session = session;
    this.keyfob = keyfob;
    this.keys = keys;
  }

  static async start(clipboardClearAfterMs: number): Promise<WaylandKeyfob> {
    const session = await WaylandSession.start();
    const { WAYLAND_DISPLAY = '' } = session.env;
    const keyfob = await RunningKeyfob.start({
      desktop: { env: { WAYLAND_DISPLAY } },
      settings: { clipboardClearAfterMs },
    });
    const keys = sixKeys(keyfob.services).slice(0, 2);
    const app = new WaylandKeyfob(session, keyfob, keys);
    try {
      await keyfob.addKeys(keys);
      await app.restart();
      return app;
    } catch (error) {
      await app.stop();
      throw error;
    }
  }

  /** Starts it again. The keys were entered on X11: a compositor without a screen asks for no frames of a window. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    if (this.keyfob.app.isRunning()) await this.keyfob.app.quit();
    this.keyfob.app = await launchApp({
      desktop: this.keyfob.desktop,
      args: ['--hidden', native],
      env,
    });
    for (const { name } of this.keys) await this.keyfob.waitForTrayEntry(name);
  }

  /** Presses a key in the tray menu, and waits until Keyfob says how that went. */
  async copyFromTray({ name }: KeyToAdd): Promise<'copied' | 'failed'> {
    const told = () =>
      this.keyfob.desktop.notifications.all().filter(({ summary }) => summary.includes(name));
    const before = told().length;
    await this.keyfob.desktop.tray.press(({ label }) => label.startsWith(name));
    const last = await waitUntil('nothing was told of a copy', 8_000, () =>
      told().length > before ? told().at(-1) : undefined,
    );
    return last.body.startsWith('Copied') ? 'copied' : 'failed';
  }

  async stop(): Promise<void> {
    await this.keyfob.stop();
    await this.session.stop();
  }
}
