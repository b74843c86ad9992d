import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import { fail, ok, type Result } from '#core/failure';
import { Secret } from '#core/secret';
import { type CommandFamily, endFamily, killFamily } from './command-runner-family.ts';
import { withOwnFiles } from './command-runner-files.ts';
import { type OpenProgram, refuse } from './command-runner-program.ts';

/** What a command may use up. */
export interface CommandLimits {
  readonly timeMs: number;
  readonly outputBytes: number;
}

/** Only folders that the system's packages fill: `/usr/local` belongs to a group on many systems. */
const searchPath = '/usr/bin:/bin:/usr/sbin:/sbin';
const markName = 'KEYFOB_COMMAND';

/** Runs that go on; they end with Keyfob. */
const running = new Set<CommandFamily>();
process.on('exit', () => running.forEach(killFamily));

/**
 * Runs a program that keeps the rules, without a shell, and ends all that is left of it. Its stdin is empty, and its
 * standard output is the answer; what it writes to stderr goes nowhere, as some tools print secrets there. A tool
 * that mixes log lines into its output (`dataos-ctl`) mixes them into the answer.
 */
export async function runProgram(
  program: OpenProgram,
  args: readonly string[],
  limits: CommandLimits,
  signal?: AbortSignal,
): Promise<Result<Secret>> {
  const mark = randomUUID();
  if (!program.isUnchanged()) return refuse('commandChanged');
  const child = start(program, args, mark);
  if (child?.pid === undefined) return fail('commandFailed', { reason: 'cannotStart' });
  const family = { group: child.pid, mark: `${markName}=${mark}` };
  let ended: Promise<void> | undefined;
  const end = () => (ended ??= endFamily(family));
  running.add(family);
  try {
    // What it leaves behind could hold its output open.
    child.on('exit', end);
    // A script is opened by its path once more, so that it could have been another one.
    return program.isUnchanged() ? await outputOf(child, limits, signal) : refuse('commandChanged');
  } finally {
    child.stdout.destroy();
    await end();
    running.delete(family);
  }
}

type Child = ChildProcessByStdio<null, Readable, null>;

function start({ path, fd, isScript }: OpenProgram, args: readonly string[], mark: string): Child | null {
  // The very file that was read, whatever its path leads to now. Node opens files so that programs do not inherit them,
  // which is why a script's interpreter could not open it in this way (fexecve(3), ENOENT).
  const file = process.platform === 'linux' && !isScript ? `/proc/self/fd/${fd}` : path;
  const options = {
    argv0: path,
    cwd: '/',
    env: { PATH: searchPath, HOME: homedir(), LANG: 'C.UTF-8', [markName]: mark },
    // A session and process group of its own.
    detached: true,
  };
  try {
    const child = withOwnFiles((stdio) => spawn(file, [...args], { ...options, stdio })) as Child;
    // Also told by the missing process id.
    child.on('error', () => {});
    return child;
  } catch {
    // Arguments with a null character or of too many bytes.
    return null;
  }
}

function outputOf(child: Child, limits: CommandLimits, signal?: AbortSignal): Promise<Result<Secret>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(fail('commandFailed', { reason: 'commandTimedOut' })), limits.timeMs);
    const cancel = () => end(fail('cancelled'));
    const end = (result: Result<Secret>) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      resolve(result);
    };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    const parts: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (part: Buffer) => {
      length += part.length;
      parts.push(part);
      if (length > limits.outputBytes) end(fail('commandFailed', { reason: 'tooMuchOutput' }));
    });
    child.on('close', (code) =>
      end(
        code === 0
          ? ok(new Secret(Buffer.concat(parts).toString('utf8')))
          : fail('commandFailed', { reason: 'commandExit' }),
      ),
    );
  });
}
