import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESKTOP_MARK, OwnedProcesses } from './owned-processes.ts';
import { recordOutput } from './process-output.ts';
import { waitUntil } from './wait-until.ts';

/** Sway refuses to run as root; `nobody` exists everywhere. */
const nobody = 65_534;

const swayConfig = `
seat seat0 fallback true
xwayland disable
`;

export type WaylandSelection = 'clipboard' | 'primary';

/** A Wayland compositor without a screen (sway on the headless backend of wlroots), and its clipboard as others see it. */
export class WaylandSession {
  readonly #folder: string;
  readonly #processes: OwnedProcesses;
  /** What a client needs to find the compositor. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(folder: string, processes: OwnedProcesses, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#processes = processes;
    this.env = env;
  }

  static async start(): Promise<WaylandSession> {
    const folder = await mkdtemp(join(tmpdir(), 'keyfob-wayland-'));
    const mark = randomUUID();
    const processes = new OwnedProcesses(mark, folder);
    try {
      const sway = await startSway(processes, folder, mark);
      const written = recordOutput(sway);
      const socket = await waitUntil(
        () => `sway opened no socket; it wrote:\n${written()}`,
        10_000,
        () => socketIn(join(folder, 'run')),
      );
      await mkdir(join(folder, 'clients'), { mode: 0o700 });
      return new WaylandSession(folder, processes, {
        PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
        WAYLAND_DISPLAY: socket,
        XDG_RUNTIME_DIR: join(folder, 'clients'),
        [DESKTOP_MARK]: mark,
      });
    } catch (error) {
      await processes.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The text that another client reads; empty when there is none. */
  read(selection: WaylandSelection = 'clipboard'): Promise<string> {
    return this.#run('wl-paste', [...flags(selection), '--no-newline', '--type', 'text']);
  }

  /** Puts a text there as another program would. */
  async put(selection: WaylandSelection, text: string): Promise<void> {
    await this.#run('wl-copy', [...flags(selection), '--type', 'text/plain'], text);
  }

  /** Ends the compositor and with it all of its clients. */
  async stop(): Promise<void> {
    for (const selection of ['clipboard', 'primary'] as const) {
      await this.#run('wl-copy', [...flags(selection), '--clear']);
    }
    await this.#processes.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  #run(tool: string, args: readonly string[], input?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const isWriting = input !== undefined;
      const child = spawn(tool, [...args], {
        env: this.env,
        stdio: isWriting ? ['pipe', 'ignore', 'ignore'] : ['ignore', 'pipe', 'ignore'],
        timeout: 5_000,
      });
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      child.on('error', reject);
      child.on(isWriting ? 'exit' : 'close', (code) => resolve(code === 0 ? text : ''));
      child.stdin?.end(input);
    });
  }
}

function flags(selection: WaylandSelection): string[] {
  return selection === 'primary' ? ['--primary'] : [];
}

async function startSway(processes: OwnedProcesses, folder: string, mark: string): Promise<ChildProcess> {
  const isRoot = process.getuid?.() === 0;
  const config = join(folder, 'sway.conf');
  await writeFile(config, swayConfig);
  for (const name of ['run', 'home']) {
    await mkdir(join(folder, name), { mode: 0o700 });
    if (isRoot) await chown(join(folder, name), nobody, nobody);
  }
  // The folder itself is made for its owner alone.
  if (isRoot) await chmod(folder, 0o711);
  const command = ['sway', '--config', config];
  if (isRoot) {
    command.unshift('setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups');
    await chmod(config, 0o644);
  }
  const [program = '', ...args] = command;
  return processes.spawn(program, args, {
    env: {
      PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      WLR_BACKENDS: 'headless',
      WLR_LIBINPUT_NO_DEVICES: '1',
      WLR_RENDERER: 'pixman',
      [DESKTOP_MARK]: mark,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** libwayland takes the lock file first and listens after that; `wl_display_connect` takes a whole path, too. */
async function socketIn(folder: string): Promise<string | undefined> {
  const name = (await readdir(folder)).find((entry) => /^wayland-\d+$/.test(entry));
  return name !== undefined && existsSync(join(folder, name)) ? join(folder, name) : undefined;
}
