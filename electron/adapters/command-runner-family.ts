import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** What tells the processes of one run from all others. */
export interface CommandFamily {
  /** Process group and session of the program, which are numbered as its process. */
  readonly group: number;
  /** A variable that only this run's environment holds, as `NAME=value`. */
  readonly mark: string;
}

interface ProcessEntry {
  readonly id: number;
  readonly parent: number;
  readonly isMember: boolean;
}

/** How long the processes of a run are killed anew, for those that appear while others are ended. */
const patienceMs = 900;

/** Ends a run's processes, until none is left or patience is. */
export async function endFamily(family: CommandFamily): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  // A process has no environment for the moment in which it becomes another program: only twice none is none.
  for (let noneFound = 0; noneFound < 2 && performance.now() < deadlineMs; ) {
    noneFound = killFamily(family) === 0 ? noneFound + 1 : 0;
    await wait(5);
  }
}

/**
 * Kills the process group, and on Linux each process that left it but still carries the mark in its environment, such as a
 * daemon with a session of its own, with all that these started. One that also cleared its environment and whose parents
 * are gone is not found; macOS shows no environments, so there the group is all. Gives the number of those that were found alive.
 */
export function killFamily({ group, mark }: CommandFamily): number {
  if (process.platform !== 'linux') return kill(-group) ? 1 : 0;
  // All are found before the first is killed, as those that it started then have another parent.
  const entries = processesOf({ group, mark });
  const family = new Set(entries.filter(({ isMember }) => isMember).map(({ id }) => id));
  let before: number;
  do {
    before = family.size;
    for (const { id, parent } of entries) if (family.has(parent)) family.add(id);
  } while (family.size > before);
  for (const id of [-group, ...family]) kill(id);
  return family.size;
}

/** All living processes. A zombie is none: it only waits for its parent to look. */
function processesOf({ group, mark }: CommandFamily): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    const id = Number(name);
    if (!Number.isInteger(id)) return [];
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
      // proc(5): the second field is the name in brackets, which may hold brackets and spaces itself.
      const [state, parent, itsGroup, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') return [];
      const isMember = Number(itsGroup) === group || Number(session) === group || hasMark(id, mark);
      return [{ id, parent: Number(parent), isMember }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

function hasMark(id: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1').split('\0').includes(mark);
  } catch {
    // Of another user.
    return false;
  }
}

function kill(id: number): boolean {
  try {
    return process.kill(id, 'SIGKILL');
  } catch {
    return false;
  }
}
