import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where Keyfob runs: `process`, or a part of it in tests. */
export interface Session {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/** `wl-copy` and `wl-paste` are the package wl-clipboard; the others read what they find on X11 and macOS. */
type ToolName = 'wl-copy' | 'wl-paste' | 'xclip' | 'xsel' | '/usr/bin/pbpaste';

/** How a run ended. `group` is the process group, in which `wl-copy` leaves the process that serves the text. */
export type ToolEnd =
  | { readonly state: 'ended'; readonly code: number; readonly output: string; readonly group: number }
  | { readonly state: 'failedToStart' | 'timedOut' };

/** More than any token, so that a picture on the clipboard is not read to its end. */
const longestOutput = 1_048_576;

/**
 * What the tools need and nothing else. `wl-copy` keeps its input in a file of mode 0600, in a folder of its own below
 * TMPDIR (bugaevc/wl-clipboard `dump_stdin_into_a_temp_file`): XDG_RUNTIME_DIR is the user's own and in memory. Versions
 * before 2.3 look for no TMPDIR and use /tmp (bugaevc/wl-clipboard#257).
 */
export function toolEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = {
    PATH: env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    WAYLAND_DISPLAY: env['WAYLAND_DISPLAY'],
    XDG_RUNTIME_DIR: env['XDG_RUNTIME_DIR'],
    TMPDIR: env['XDG_RUNTIME_DIR'] ?? env['TMPDIR'],
  };
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Whether both programs for Wayland are in PATH. Asked at each use, because the user may install them meanwhile. */
export function areToolsInstalled({ PATH = '' }: Record<string, string>): boolean {
  return isInstalled('wl-copy', PATH) && isInstalled('wl-paste', PATH);
}

const readers: Partial<Record<NodeJS.Platform, readonly (readonly [ToolName, ...string[]])[]>> = {
  linux: [
    ['xclip', '-selection', 'clipboard', '-o', '-target', 'UTF8_STRING'],
    ['xsel', '--clipboard', '--output'],
  ],
  darwin: [['/usr/bin/pbpaste']],
};
const readLimitMs = 2_000;

/**
 * The text on the clipboard as a program of the system finds it, outside of Wayland: empty when it finds none, null when
 * there is no such program.
 */
export async function readByOtherProgram({ platform, env }: Session): Promise<string | null> {
  const PATH = env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  const reader = readers[platform]?.find(([tool]) => isInstalled(tool, PATH));
  if (reader === undefined) return null;
  const [tool, ...args] = reader;
  const { DISPLAY = '', XAUTHORITY, HOME = '' } = env;
  // Without XAUTHORITY, X11 programs look for their key in HOME; pbpaste gives UTF-8 only where the locale says so.
  const own = { PATH, DISPLAY, HOME, LC_CTYPE: 'UTF-8', ...(XAUTHORITY === undefined ? {} : { XAUTHORITY }) };
  const read = await runTool(tool, args, { env: own, limitMs: readLimitMs });
  return read.state === 'ended' && read.code === 0 ? read.output : '';
}

function isInstalled(tool: ToolName, path: string): boolean {
  if (tool.startsWith('/')) return isExecutable(tool);
  const folders = path.split(':').filter((folder) => folder.startsWith('/'));
  return folders.some((folder) => isExecutable(join(folder, tool)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a tool for at most `limitMs`, then kills it with all that it started. With `input` the text goes to its stdin and
 * its output is not listened to, because the process that serves the text would hold it open.
 */
export function runTool(
  tool: ToolName,
  args: readonly string[],
  options: { readonly env: Record<string, string>; readonly limitMs: number; readonly input?: string },
): Promise<ToolEnd> {
  const { env, limitMs, input } = options;
  const isWriting = input !== undefined;
  const ended = new Promise<ToolEnd>((resolve) => {
    const child = spawn(tool, [...args], {
      env,
      cwd: '/',
      // A group of its own, so that a kill reaches its helpers, and a signal to Keyfob's group does not end it.
      detached: true,
      stdio: isWriting ? ['pipe', 'ignore', 'ignore'] : ['ignore', 'pipe', 'ignore'],
    });
    const parts: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => {
      killGroup(child.pid);
      resolve({ state: 'timedOut' });
    }, limitMs);
    child.stdout?.on('data', (part: Buffer) => {
      length += part.length;
      if (length > longestOutput) killGroup(child.pid);
      else parts.push(part);
    });
    child.on('error', () => {
      clearTimeout(timer);
      resolve({ state: 'failedToStart' });
    });
    child.on(isWriting ? 'exit' : 'close', (code: number | null) => {
      clearTimeout(timer);
      const output = Buffer.concat(parts).toString('utf8');
      resolve({ state: 'ended', code: code ?? -1, output, group: child.pid ?? 0 });
    });
    child.unref();
    // A tool that ends early closes its stdin; how it ended says enough.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
  // Most failures to start are the event above; a few are thrown.
  return ended.catch(() => ({ state: 'failedToStart' }));
}

/** Ends a tool and its helpers at once, as far as they still live. */
export function killGroup(group: number | undefined): void {
  if (group === undefined || group <= 1) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
