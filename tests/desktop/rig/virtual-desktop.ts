import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusConnection } from './bus-connection.ts';
import { DesktopClipboard } from './clipboard.ts';
import { KEYRING_PROMPT_SERVICES, startLockedKeyring, startUnlockedKeyring } from './keyring.ts';
import { NotificationDaemon } from './notification-daemon.ts';
import { DESKTOP_MARK, OwnedProcesses } from './owned-processes.ts';
import { DesktopPanel } from './panel.ts';
import { PANEL_SERVICES } from './panel-config.ts';
import { startSessionBus } from './session-bus.ts';
import { TrayHost } from './tray-host.ts';
import { type ScreenSize, startDisplay } from './virtual-display.ts';

/** What kind of desktop to start. */
export interface DesktopOptions {
  /** A real panel, window manager and notification daemon, for screenshots; else our own tray and notifications. */
  readonly panel?: boolean;
  readonly size?: ScreenSize;
  /** `absent`: no secret service at all, and none can be started. `locked`: one whose prompt waits for an answer. */
  readonly keyring?: 'unlocked' | 'locked' | 'absent';
  /** Further variables, such as a private system bus. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A private X11 desktop with its own home, session bus and keyring. Several can run at once. */
export class VirtualDesktop {
  readonly env: Readonly<Record<string, string>>;
  /** The desktop's own folder; `stop` deletes it. */
  readonly folder: string;
  readonly clipboard: DesktopClipboard;
  readonly processes: OwnedProcesses;
  readonly #tray: TrayHost | undefined;
  readonly #notifications: NotificationDaemon | undefined;
  readonly #panel: DesktopPanel | undefined;
  readonly #bus: BusConnection | undefined;

  constructor(parts: DesktopParts) {
    this.env = parts.env;
    this.folder = parts.folder;
    this.processes = parts.processes;
    this.clipboard = new DesktopClipboard(parts.env);
    this.#tray = parts.tray;
    this.#notifications = parts.notifications;
    this.#panel = parts.panel;
    this.#bus = parts.bus;
  }

  /** The tray, of a desktop without a panel. */
  get tray(): TrayHost {
    return present(this.#tray, 'This desktop has a real panel: its tray is on the screen only.');
  }

  /** The notifications, of a desktop without a panel. */
  get notifications(): NotificationDaemon {
    return present(
      this.#notifications,
      'This desktop has a real notification daemon: it shows, it does not record.',
    );
  }

  /** The panel and the mouse, of a desktop with a panel. */
  get panel(): DesktopPanel {
    return present(this.#panel, 'This desktop has no panel: start it with { panel: true }.');
  }

  /** Ends every process of the desktop, apps included, and deletes its folder. End apps first to see them end well. */
  async stop(): Promise<void> {
    this.#tray?.stop();
    this.#notifications?.stop();
    this.#bus?.close();
    await this.processes.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

interface DesktopParts {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly processes: OwnedProcesses;
  bus?: BusConnection;
  tray?: TrayHost;
  notifications?: NotificationDaemon;
  panel?: DesktopPanel;
}

/** Starts a desktop; if one part fails, the others are ended and the error names the part. */
export async function startDesktop(options: DesktopOptions = {}): Promise<VirtualDesktop> {
  const mark = randomUUID();
  const folder = await mkdtemp(join(tmpdir(), 'keyfob-desktop-'));
  const parts: DesktopParts = {
    folder,
    env: await privateEnv(folder, mark),
    processes: new OwnedProcesses(mark, folder),
  };
  Object.assign(parts.env, options.env);
  try {
    await startParts(parts, options);
    return new VirtualDesktop(parts);
  } catch (error) {
    await new VirtualDesktop(parts).stop();
    throw error;
  }
}

async function startParts(parts: DesktopParts, options: DesktopOptions): Promise<void> {
  const { env, processes } = parts;
  const size = options.size ?? { width: 1280, height: 800 };
  const runtimeFolder = env['XDG_RUNTIME_DIR'] ?? parts.folder;
  const services = [
    ...(options.panel ? PANEL_SERVICES : []),
    ...(options.keyring === 'locked' ? KEYRING_PROMPT_SERVICES : []),
  ];
  const [display, busAddress] = await Promise.all([
    startDisplay(processes, env, size),
    startSessionBus(processes, env, runtimeFolder, services),
  ]);
  env['DISPLAY'] = display;
  env['DBUS_SESSION_BUS_ADDRESS'] = busAddress;
  parts.bus = await BusConnection.open(busAddress);
  if (options.keyring === 'locked') await startLockedKeyring(processes, env, parts.bus);
  else if (options.keyring !== 'absent') await startUnlockedKeyring(processes, env, parts.bus);
  if (options.panel) {
    parts.panel = await DesktopPanel.start(processes, env, parts.bus, size);
    return;
  }
  parts.tray = await TrayHost.start(busAddress);
  parts.notifications = await NotificationDaemon.start(busAddress);
}

/** Built from nothing, so that no secret, proxy or desktop setting of whoever runs the tests gets in. */
async function privateEnv(folder: string, mark: string): Promise<Record<string, string>> {
  const home = join(folder, 'home');
  const runtimeFolder = join(folder, 'run');
  const temporaryFolder = join(folder, 'tmp');
  for (const path of [home, runtimeFolder, temporaryFolder]) await mkdir(path, { recursive: true });
  await chmod(runtimeFolder, 0o700);
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    USER: process.env['USER'] ?? 'tester',
    HOME: home,
    TMPDIR: temporaryFolder,
    XDG_RUNTIME_DIR: runtimeFolder,
    XDG_CURRENT_DESKTOP: 'GNOME',
    XDG_SESSION_TYPE: 'x11',
    // The machine's own system bus (sleep, network, power) would make tests depend on where they run.
    DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(runtimeFolder, 'no-system-bus')}`,
    NO_AT_BRIDGE: '1',
    GTK_A11Y: 'none',
    [DESKTOP_MARK]: mark,
  };
}

function present<T>(part: T | undefined, otherwise: string): T {
  if (part === undefined) throw new Error(otherwise);
  return part;
}
