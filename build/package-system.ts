import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runBounded } from './bounded-process.ts';

/** The few questions and orders that Debian's tools answer; tests give a written-down machine instead. */
export interface PackageSystem {
  readonly isRoot: boolean;
  readonly hasDpkg: boolean;
  /** Which of these packages are installed. */
  installed(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Which of these packages apt could install. */
  available(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Installs; answers undefined, or what went wrong. */
  install(names: readonly string[]): Promise<string | undefined>;
  refreshLists(): Promise<string | undefined>;
  hasProgram(name: string): boolean;
  /** Shared libraries that an executable needs and the machine lacks. */
  missingLibraries(executablePath: string): Promise<readonly string[]>;
}

const QUESTION_TIMEOUT_MS = 30_000;
const INSTALL_TIMEOUT_MS = 15 * 60_000;
const APT_ENV = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** The machine that we run on. */
export function thisMachine(): PackageSystem {
  return {
    isRoot: process.getuid?.() === 0,
    hasDpkg: hasProgram('dpkg-query') && hasProgram('apt-get'),
    async installed(names) {
      // dpkg-query ends with 1 when one name is unknown, and still lists the others.
      const format = '$' + '{Package} $' + '{db:Status-Status}\n';
      const { stdout } = await ask('dpkg-query', ['-W', '-f', format, ...names]);
      return new Set(
        stdout
          .split('\n')
          .filter((line) => line.endsWith(' installed'))
          .map((line) => line.split(' ')[0] ?? ''),
      );
    },
    async available(names) {
      const { stdout } = await ask('apt-cache', ['policy', ...names]);
      const found = [...stdout.matchAll(/^(\S+):\n\s+\S+: .*\n\s+\S+: (.*)$/gm)];
      return new Set(found.filter(([, , candidate]) => candidate !== '(none)').map(([, name]) => name ?? ''));
    },
    refreshLists: () => order(['update', '-qq']),
    install: (names) => order(['install', '-y', '-qq', '--no-install-recommends', ...names]),
    hasProgram,
    async missingLibraries(executablePath) {
      const { stdout } = await ask('ldd', [executablePath]);
      return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
    },
  };
}

function ask(command: string, args: readonly string[]) {
  // The C locale keeps the layout of the answers.
  return runBounded(command, args, { timeoutMs: QUESTION_TIMEOUT_MS, env: { ...process.env, LC_ALL: 'C' } });
}

async function order(args: readonly string[]): Promise<string | undefined> {
  const { code, stderr } = await runBounded('apt-get', args, { timeoutMs: INSTALL_TIMEOUT_MS, env: APT_ENV });
  return code === 0 ? undefined : stderr.trim().split('\n').slice(-3).join('\n');
}

function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
