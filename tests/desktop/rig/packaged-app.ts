import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'electron-builder';
import configuration from '../../../build/electron-builder.ts';
import { resolveElectron } from '../../../build/electron-runtime.ts';
import { REPOSITORY_FOLDER } from './app-arguments.ts';
import { DESKTOP_MARK, OwnedProcesses } from './owned-processes.ts';
import { recordOutput } from './process-output.ts';
import { SystemDialogs } from './system-dialog.ts';
import { startDisplay } from './virtual-display.ts';

/** Root cannot run Chromium's sandbox; `nobody` exists everywhere. */
const nobody = 65_534;

/** One start of the packaged app. */
export interface PackagedRun {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/**
 * The app as users get it, with its archive and its fuses, run by an ordinary user without `--no-sandbox` on a display of
 * its own: what Playwright cannot look into. It is packed with whatever Electron there is; installers are not made.
 */
export class PackagedApp {
  readonly executablePath: string;
  readonly processes: OwnedProcesses;
  /** Home of the user that runs it. */
  readonly home: string;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(folder: string, processes: OwnedProcesses, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.processes = processes;
    this.#env = env;
    this.home = join(folder, 'home');
    this.executablePath = join(folder, 'dist', 'linux-unpacked', 'keyfob');
  }

  /** Packs what is built in `out/app` and starts a display. */
  static async make(): Promise<PackagedApp> {
    const folder = await mkdtemp(join(tmpdir(), 'keyfob-package-'));
    const mark = randomUUID();
    const processes = new OwnedProcesses(mark, folder);
    await chmod(folder, 0o755);
    for (const own of ['home', 'run']) {
      await mkdir(join(folder, own), { mode: 0o700 });
      if (process.getuid?.() === 0) await chown(join(folder, own), nobody, nobody);
    }
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      XDG_CURRENT_DESKTOP: 'GNOME',
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'run', 'no-bus')}`,
      DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(folder, 'run', 'no-bus')}`,
      NO_AT_BRIDGE: '1',
      [DESKTOP_MARK]: mark,
    };
    const app = new PackagedApp(folder, processes, env);
    try {
      env['DISPLAY'] = await startDisplay(processes, env, { width: 1280, height: 800 });
      await pack(join(folder, 'dist'));
      return app;
    } catch (error) {
      await app.stop();
      throw error;
    }
  }

  /** Starts it as an ordinary user. */
  start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): PackagedRun {
    const asRoot = process.getuid?.() === 0;
    const drop = ['--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', '--'];
    const [program = '', ...rest] = asRoot
      ? ['setpriv', ...drop, this.executablePath, ...args]
      : [this.executablePath, ...args];
    const child = spawn(program, rest, {
      cwd: this.home,
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.processes.adopt(child);
    return { child, output: recordOutput(child) };
  }

  /** How many windows it shows. */
  windows(): Promise<number> {
    return new SystemDialogs(this.#env, 'Keyfob').windows();
  }

  async stop(): Promise<void> {
    await this.processes.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

async function pack(output: string): Promise<void> {
  const { distFolder, electronVersion } = await resolveElectron({ log: () => undefined });
  await build({
    projectDir: REPOSITORY_FOLDER,
    publish: 'never',
    config: {
      ...configuration,
      electronDist: distFolder,
      electronVersion,
      directories: { ...configuration.directories, output },
      linux: { ...configuration.linux, target: ['dir'] },
    },
  });
}
