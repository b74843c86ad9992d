import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemFacts, SystemHealth } from '#core/system-health-port';

/** What the system itself does not say. */
export interface HealthParts {
  /** Folder of the vault. */
  readonly folder: string;
  /** Processes that show pages now. */
  readonly pageProcesses: () => readonly number[];
  readonly dangerousSwitches: readonly string[];
  readonly isInstalled: boolean;
  readonly electronVersion: string;
}

const isLinux = process.platform === 'linux';
const othersMode = 0o077;

/** Reads from the system how it protects Keyfob: modes of files, and on Linux what the kernel says in `/proc` (proc(5)). */
export class ReadSystemHealth implements SystemHealth {
  readonly #parts: HealthParts;

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  async look(): Promise<SystemFacts> {
    const { folder, pageProcesses, dangerousSwitches, isInstalled, electronVersion } = this.#parts;
    return {
      ...filesOf(folder),
      memory: memoryState(),
      coreDumps: coreDumpState(),
      sandbox: sandboxState(pageProcesses()),
      dangerousSwitches,
      runtime: isInstalled ? 'installed' : 'fromSources',
      electronVersion,
    };
  }
}

/** The folder alone keeps others out; the files are looked at as well, because they may be moved. */
function filesOf(folder: string): Pick<SystemFacts, 'files' | 'fileName'> {
  if (process.getuid === undefined) return { files: 'unknown', fileName: '' };
  try {
    if (!existsSync(join(folder, 'vault.db'))) return { files: 'none', fileName: '' };
    const names = readdirSync(folder).filter((name) => name.startsWith('vault.db'));
    for (const name of ['', ...names]) {
      const { uid, mode } = lstatSync(join(folder, name));
      const fileName = name === '' ? 'the folder' : name;
      if (uid !== process.getuid()) return { files: 'foreign', fileName };
      if ((mode & othersMode) !== 0) return { files: 'open', fileName };
    }
    return { files: 'private', fileName: '' };
  } catch {
    return { files: 'unknown', fileName: '' };
  }
}

/** Yama keeps programs of the same user from attaching to each other, from level 1 on (kernel documentation, Yama). */
function memoryState(): SystemFacts['memory'] {
  const level = textOf('/proc/sys/kernel/yama/ptrace_scope');
  if (level !== null) return Number(level) >= 1 ? 'closed' : 'open';
  return isLinux ? 'open' : 'unknown';
}

/** A handler behind a pipe hears of crashes whatever the limit (core(5)); with an empty filter it gets no memory. */
function coreDumpState(): SystemFacts['coreDumps'] {
  const limits = textOf('/proc/self/limits');
  if (limits === null) return 'unknown';
  const isLimited = /^Max core file size +0 /m.test(limits);
  const isPiped = textOf('/proc/sys/kernel/core_pattern')?.startsWith('|') === true;
  const isEmpty = Number.parseInt(textOf('/proc/self/coredump_filter') ?? '1', 16) === 0;
  return isEmpty || (isLimited && !isPiped) ? 'off' : 'on';
}

/** Chromium's sandbox filters system calls: mode 2 of seccomp. */
function sandboxState(processes: readonly number[]): SystemFacts['sandbox'] {
  if (!isLinux) return 'unknown';
  if (processes.length === 0) return 'idle';
  const modes = processes.map((id) => /^Seccomp:\t(\d)/m.exec(textOf(`/proc/${id}/status`) ?? '')?.[1]);
  if (modes.includes(undefined)) return 'unknown';
  return modes.every((mode) => mode === '2') ? 'on' : 'off';
}

function textOf(path: string): string | null {
  if (!isLinux) return null;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
