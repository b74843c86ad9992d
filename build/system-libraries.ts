import { type Log, withElapsedLines } from './elapsed-lines.ts';
import { type PackageSystem, thisMachine } from './package-system.ts';
import { PlainError } from './plain-error.ts';
import { PACKAGE_GROUPS, type PackageGroup, type SystemPackage } from './system-packages.ts';

/** What `ensureSystemPackages` may be told besides the groups. */
export interface EnsureOptions {
  /** The Electron binary: on a system without dpkg its missing shared libraries are named. */
  readonly executablePath?: string;
  readonly system?: PackageSystem;
  readonly log?: Log;
}

/**
 * Sees to it that the packages of these groups are installed (Debian, Ubuntu). As root it installs what is missing;
 * for anyone else it throws a message with the exact command. Other systems get the names of what is missing.
 */
export async function ensureSystemPackages(
  groups: readonly PackageGroup[],
  options: EnsureOptions = {},
): Promise<void> {
  const system = options.system ?? thisMachine();
  const log = options.log ?? ((line) => console.error(line));
  const needs = groups.flatMap((group) => PACKAGE_GROUPS[group]);
  if (!system.hasDpkg) {
    await checkWithoutDpkg(needs, system, options.executablePath);
    return;
  }
  const missing = await missingNeeds(needs, system);
  if (missing.length === 0) return;
  if (!system.isRoot) throw new PlainError(installMessage(await packageNames(missing, system)));
  await withElapsedLines(
    `Installing missing system packages (${missing.map(({ names }) => names.at(-1)).join(', ')})`,
    log,
    async () => {
      failOn(await system.refreshLists(), 'apt-get update');
      const names = await packageNames(missing, system);
      failOn(await system.install(names), `apt-get install ${names.join(' ')}`);
    },
  );
}

async function missingNeeds(
  needs: readonly SystemPackage[],
  system: PackageSystem,
): Promise<SystemPackage[]> {
  const installed = await system.installed(needs.flatMap(({ names }) => names));
  return needs.filter(({ names }) => !names.some((name) => installed.has(name)));
}

/** The newest name that this release knows; the oldest, if it knows none (its package lists are empty). */
async function packageNames(needs: readonly SystemPackage[], system: PackageSystem): Promise<string[]> {
  const available = await system.available(needs.flatMap(({ names }) => names));
  return needs.map(({ names }) => names.find((name) => available.has(name)) ?? names.at(-1) ?? names[0]);
}

function installMessage(names: readonly string[]): string {
  return (
    'Some system packages are missing. Install them, then run the command again:\n' +
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`
  );
}

function failOn(problem: string | undefined, step: string): void {
  if (problem !== undefined)
    throw new PlainError(`The system packages could not be installed (${step}):\n${problem}`);
}

async function checkWithoutDpkg(
  needs: readonly SystemPackage[],
  system: PackageSystem,
  executablePath: string | undefined,
): Promise<void> {
  const libraries = executablePath === undefined ? [] : await system.missingLibraries(executablePath);
  const programs = needs.flatMap(({ program }) =>
    program === undefined || system.hasProgram(program) ? [] : [program],
  );
  const lines = [
    libraries.length > 0 ? `  shared libraries: ${libraries.join(' ')}` : '',
    programs.length > 0 ? `  programs: ${programs.join(' ')}` : '',
  ].filter((line) => line !== '');
  if (lines.length === 0) return;
  throw new PlainError(
    `This system lacks, install them with its package manager and run the command again:\n${lines.join('\n')}`,
  );
}
