import { readFileSync } from 'node:fs';
import { processFamily } from '../desktop/rig/process-table.ts';
import { type Canary, type CanaryHit, findCanaries } from './canary.ts';

/** What a scan of processes saw. */
export interface ProcessScan {
  readonly hits: readonly CanaryHit[];
  readonly processes: number;
  /** Environments that the system does not show to us: those of sandboxed processes, unless we are root. */
  readonly hiddenEnvironments: number;
}

/** No process has such a variable: the family is then the given process and all that it started. */
const noVariable = '\0';

/** Looks into the arguments and the environment of a process and of all its descendants. */
export function scanProcessFamily(pid: number, canaries: readonly Canary[]): ProcessScan {
  const hits: CanaryHit[] = [];
  let processes = 0;
  let hiddenEnvironments = 0;
  for (const { id } of processFamily(noVariable, [pid])) {
    const argv = readProc(id, 'cmdline');
    if (argv === 'gone' || argv === 'hidden') continue;
    processes += 1;
    hits.push(...findCanaries(argv, canaries, `the arguments of process ${id}`));
    const environment = readProc(id, 'environ');
    if (environment === 'hidden') hiddenEnvironments += 1;
    else if (environment !== 'gone')
      hits.push(...findCanaries(environment, canaries, `the environment of process ${id}`));
  }
  return { hits, processes, hiddenEnvironments };
}

function readProc(id: number, file: 'cmdline' | 'environ'): Buffer | 'gone' | 'hidden' {
  try {
    return readFileSync(`/proc/${id}/${file}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'hidden' : 'gone';
  }
}
