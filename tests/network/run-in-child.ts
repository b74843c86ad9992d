import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** For Node, before the script. */
  readonly args?: readonly string[];
  /** Another Node, such as Electron's. */
  readonly program?: string;
}

/**
 * Runs a script of this folder in a Node of its own, gives it `input` as JSON on stdin and reads its result as JSON from the
 * last line that it prints.
 */
export async function runInChild<T>(
  script: string,
  input: unknown,
  { env = {}, args = [], program = process.execPath }: ChildOptions = {},
): Promise<T> {
  const file = join(import.meta.dirname, script);
  const child = spawn(program, [...args, '--import', 'tsx', file], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes) => {
    output += bytes;
  });
  child.stderr.on('data', (bytes) => {
    errors += bytes;
  });
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${errors.slice(-500)}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
