import { describe, expect, it } from 'vitest';
import type { PackageSystem } from '../../build/package-system.ts';
import { ensureSystemPackages } from '../../build/system-libraries.ts';

interface Machine {
  readonly isRoot?: boolean;
  readonly hasDpkg?: boolean;
  readonly installed?: readonly string[];
  readonly available?: readonly string[];
  readonly programs?: readonly string[];
  readonly missingLibraries?: readonly string[];
  readonly installProblem?: string;
}

/** A written-down machine that records what it was told to install. */
function machine(facts: Machine): { system: PackageSystem; orders: string[] } {
  const orders: string[] = [];
  const subset = (names: readonly string[], known: readonly string[] = []) =>
    Promise.resolve(new Set(names.filter((name) => known.includes(name))));
  const system: PackageSystem = {
    isRoot: facts.isRoot ?? false,
    hasDpkg: facts.hasDpkg ?? true,
    installed: (names) => subset(names, facts.installed),
    available: (names) => subset(names, facts.available),
    refreshLists: async () => void orders.push('update'),
    install: async (names) => {
      orders.push(`install ${names.join(' ')}`);
      return facts.installProblem;
    },
    hasProgram: (name) => facts.programs?.includes(name) ?? false,
    missingLibraries: async () => facts.missingLibraries ?? [],
  };
  return { system, orders };
}

const COMMON = ['libnss3', 'libgbm1', 'libnotify4', 'libsecret-1-0'];
const DEBIAN_12 = ['libgtk-3-0', 'libasound2', ...COMMON];
const UBUNTU_24 = ['libgtk-3-0t64', 'libasound2t64', ...COMMON];
const log = () => undefined;

describe('ensureSystemPackages', () => {
  it.each([
    ['old names', DEBIAN_12],
    ['new names', UBUNTU_24],
  ])('does nothing when all is installed (%s)', async (_, installed) => {
    const { system, orders } = machine({ installed, isRoot: true });
    await ensureSystemPackages(['run'], { system, log });
    expect(orders).toEqual([]);
  });

  it('tells an ordinary user the exact command, with the names of this release', async () => {
    const { system, orders } = machine({ installed: COMMON, available: UBUNTU_24 });
    await expect(ensureSystemPackages(['run'], { system, log })).rejects.toThrow(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends libgtk-3-0t64 libasound2t64',
    );
    expect(orders).toEqual([]);
  });

  it('names the old packages where apt knows only those, and where it knows nothing yet', async () => {
    for (const available of [DEBIAN_12, []]) {
      const { system } = machine({ installed: COMMON, available });
      await expect(ensureSystemPackages(['run'], { system, log })).rejects.toThrow(
        /recommends libgtk-3-0 libasound2$/,
      );
    }
  });

  it('installs only what is missing, as root, with one line of progress', async () => {
    const { system, orders } = machine({ isRoot: true, installed: DEBIAN_12.slice(1), available: DEBIAN_12 });
    const lines: string[] = [];
    await ensureSystemPackages(['run'], { system, log: (line) => void lines.push(line) });
    expect(orders).toEqual(['update', 'install libgtk-3-0']);
    expect(lines).toEqual(['Installing missing system packages (libgtk-3-0) …']);
  });

  it('passes on why an installation failed', async () => {
    const { system } = machine({ isRoot: true, available: DEBIAN_12, installProblem: 'E: no space left' });
    await expect(ensureSystemPackages(['run'], { system, log })).rejects.toThrow(
      /could not be installed[\s\S]*no space left/,
    );
  });

  it('names shared libraries and programs where there is no dpkg', async () => {
    const { system } = machine({
      hasDpkg: false,
      programs: ['openssl', 'Xvfb'],
      missingLibraries: ['libnss3.so'],
    });
    const attempt = ensureSystemPackages(['run', 'desktop'], { system, log, executablePath: '/x/electron' });
    await expect(attempt).rejects.toThrow(/shared libraries: libnss3\.so\n\s+programs: dbus-daemon/);
  });

  it('is content without dpkg when nothing is missing', async () => {
    const { system } = machine({ hasDpkg: false });
    await ensureSystemPackages(['run'], { system, log, executablePath: '/x/electron' });
  });
});
