import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBounded } from '../../../build/bounded-process.ts';
import { envName } from './copied.ts';

/** A program that evaluates every line of a file ($1) and writes the value of the variable, each ended by NUL. */
interface Shell {
  readonly formId: 'bash' | 'fish';
  readonly program: string;
  readonly args: readonly string[];
}

const print = `printf '%s\\0' "$${envName}"`;
const evalLoop = `while IFS= read -r -d '' line; do unset ${envName}; eval "$line"; ${print}; done < "$1"`;

/** All shells that a form is for. `zsh rcquotes` has the option with which two quotes between quotes are one. */
export const shells: Readonly<Record<string, Shell>> = {
  bash: { formId: 'bash', program: 'bash', args: ['-c', evalLoop, 'bash'] },
  zsh: { formId: 'bash', program: 'zsh', args: ['-f', '-c', evalLoop, 'zsh'] },
  'zsh rcquotes': {
    formId: 'bash',
    program: 'zsh',
    args: ['-f', '-o', 'rcquotes', '-c', evalLoop, 'zsh'],
  },
  // It reads line by line only; no copied text holds a line break.
  dash: {
    formId: 'bash',
    program: 'dash',
    args: [
      '-c',
      `tr '\\0' '\\n' < "$1" | { while IFS= read -r line; do unset ${envName}; eval "$line"; ${print}; done; }`,
      'dash',
    ],
  },
  fish: {
    formId: 'fish',
    program: 'fish',
    args: [
      '--no-config',
      '-c',
      `while read --null line; set -e ${envName}; eval $line; ${print}; end < $argv[1]`,
    ],
  },
};

/** What the variable holds after each line, evaluated by the real shell in one process. */
export function evaluate(shellName: string, lines: readonly string[]): Promise<string[]> {
  const shell = shells[shellName];
  if (shell === undefined) throw new Error(`no shell ${shellName}`);
  return runOn(shell.program, shell.args, lines.map((line) => `${line}\0`).join(''));
}

/** The NUL-ended texts that a program writes about a file with this content, whose path is its last argument. */
export async function runOn(program: string, args: readonly string[], content: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-shells-'));
  try {
    const file = join(folder, 'input');
    writeFileSync(file, content);
    const env = { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' };
    // What a wrong quote lets through runs in the folder that goes away.
    const result = await runBounded(program, [...args, file], { timeoutMs: 240_000, env, cwd: folder });
    if (result.code === 127) throw new Error(`${program} is missing; "npm test" installs it.`);
    if (result.timedOut) throw new Error(`${program} did not come to an end`);
    if (result.stderr !== '') throw new Error(`${program}: ${result.stderr.slice(0, 400)}`);
    return result.stdout.split('\0').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
