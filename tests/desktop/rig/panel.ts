import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BusConnection } from './bus-connection.ts';
import type { OwnedProcesses } from './owned-processes.ts';
import { PANEL_HEIGHT_PX, writePanelConfig } from './panel-config.ts';
import type { ScreenSize } from './virtual-display.ts';
import { waitUntil } from './wait-until.ts';
import { writeWindowFrameConfig } from './window-frame-config.ts';

const execute = promisify(execFile);
const BACKGROUND = 'gradient:#27344f-#8fa3c8';
const TOOL_TIMEOUT_MS = 10_000;
const WATCHER = 'org.kde.StatusNotifierWatcher';

/** A real panel, window manager and notification daemon: what a person would see, and a mouse to use it. */
export class DesktopPanel {
  readonly #env: NodeJS.ProcessEnv;
  readonly #bus: BusConnection;
  readonly #size: ScreenSize;

  private constructor(env: NodeJS.ProcessEnv, bus: BusConnection, size: ScreenSize) {
    this.#env = env;
    this.#bus = bus;
    this.#size = size;
  }

  static async start(
    processes: OwnedProcesses,
    env: NodeJS.ProcessEnv,
    bus: BusConnection,
    size: ScreenSize,
  ): Promise<DesktopPanel> {
    await writePanelConfig(env['HOME'] ?? '');
    await writeWindowFrameConfig(env['HOME'] ?? '');
    const panel = new DesktopPanel(env, bus, size);
    await panel.#paintBackground();
    for (const [command, args] of [
      ['openbox', []],
      ['dunst', []],
      ['xfce4-panel', ['--disable-wm-check']],
    ] as const) {
      processes.spawn(command, args, { env, stdio: 'ignore' });
    }
    await waitUntil('no notification daemon (dunst) on the bus', 15_000, () =>
      panel.#owned('org.freedesktop.Notifications'),
    );
    await waitUntil('no tray (xfce4-panel) on the bus', 15_000, () => panel.#hostIsThere(), 50);
    return panel;
  }

  /** Waits until the panel shows this many tray icons. */
  async waitForTrayIcons(count = 1, timeoutMs = 10_000): Promise<void> {
    await waitUntil('the tray icon is not in the panel', timeoutMs, async () => {
      const items = await this.#watcherProperty('RegisteredStatusNotifierItems');
      return Array.isArray(items) && items.length >= count ? true : undefined;
    });
    // The panel has the item now and needs a moment to draw it.
    await wait(700);
  }

  /** Clicks the tray icon on the screen; the secondary button opens its menu, as the primary may do something else. */
  async clickTrayIcon(button: 'primary' | 'secondary' = 'secondary'): Promise<void> {
    const { x, y } = await this.#trayIconPlace();
    await this.click(x, y, button);
    await wait(500);
  }

  /** Moves the mouse and clicks there. */
  async click(x: number, y: number, button: 'primary' | 'secondary' = 'primary'): Promise<void> {
    await this.#run('xdotool', ['mousemove', String(x), String(y)]);
    await wait(100);
    await this.#run('xdotool', ['click', button === 'primary' ? '1' : '3']);
  }

  /** Moves the mouse without a click, to show an entry as chosen or to get it out of the picture. */
  async moveMouse(x: number, y: number): Promise<void> {
    await this.#run('xdotool', ['mousemove', String(x), String(y)]);
    await wait(150);
  }

  /** Presses keys by their X names, such as `Escape` or `Down`. */
  async pressKeys(...keys: readonly string[]): Promise<void> {
    await this.#run('xdotool', ['key', ...keys]);
  }

  /** Saves the whole screen as PNG. */
  async screenshot(path: string): Promise<void> {
    await this.#run('import', ['-window', 'root', path]);
  }

  async #paintBackground(): Promise<void> {
    const picture = join(this.#env['TMPDIR'] ?? '', 'background.png');
    const { width, height } = this.#size;
    await this.#run('convert', [
      '-size',
      `${width}x${height}`,
      '-define',
      'gradient:angle=160',
      BACKGROUND,
      '-depth',
      '8',
      picture,
    ]);
    // It answers with 1 although the picture is there; a plain background would do no harm either.
    await this.#run('display', ['-window', 'root', picture]).catch(() => undefined);
  }

  /** The tray's plugin is a window of its own inside the panel; its last icon is the youngest. */
  async #trayIconPlace(): Promise<{ x: number; y: number }> {
    const found = await this.#run('xdotool', ['search', '--onlyvisible', '--class', 'Wrapper-2.0']);
    for (const id of found.split('\n').filter((line) => line !== '')) {
      const geometry = await this.#run('xdotool', ['getwindowgeometry', '--shell', id]);
      const read = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(geometry)?.[1]);
      if (read('HEIGHT') > PANEL_HEIGHT_PX + 2 || read('WIDTH') < 8) continue;
      return { x: Math.round(read('X') + read('WIDTH') / 2), y: Math.round(read('Y') + read('HEIGHT') / 2) };
    }
    throw new Error('The tray icon is not on the screen.');
  }

  async #owned(name: string): Promise<true | undefined> {
    return (await this.#bus.hasOwner(name)) || undefined;
  }

  async #hostIsThere(): Promise<true | undefined> {
    return (
      (await this.#watcherProperty('IsStatusNotifierHostRegistered').catch(() => false)) === true || undefined
    );
  }

  async #watcherProperty(name: string): Promise<unknown> {
    const target = {
      destination: WATCHER,
      path: '/StatusNotifierWatcher',
      interface: 'org.freedesktop.DBus.Properties',
    };
    const [value] = await this.#bus.call(target, 'Get', 'ss', [WATCHER, name]);
    return (value as { value: unknown }).value;
  }

  async #run(command: string, args: readonly string[]): Promise<string> {
    const { stdout } = await execute(command, [...args], { env: this.#env, timeout: TOOL_TIMEOUT_MS });
    return stdout;
  }
}
