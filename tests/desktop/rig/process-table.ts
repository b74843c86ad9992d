import { readdirSync, readFileSync } from 'node:fs';

/** A process of the system; id and start together name it for good, as ids are used again. */
export interface ProcessEntry {
  readonly id: number;
  readonly parentId: number;
  readonly startTicks: string;
}

/** Whether a process exists and is more than a zombie. */
export function isAlive(processId: number): boolean {
  return readEntry(processId) !== undefined;
}

/** The command line of a process, its arguments separated by spaces; empty when it is gone. */
export function commandOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Whether this very process still lives. */
export function isStillAlive({ id, startTicks }: ProcessEntry): boolean {
  return readEntry(id)?.startTicks === startTicks;
}

/**
 * Living processes that carry `variable` in their environment or are in `rootIds`, with all that they started.
 * (Descendants are looked for as well because Chromium's helpers write over their environment.)
 */
export function processFamily(variable: string, rootIds: readonly number[]): ProcessEntry[] {
  const all = readdirSync('/proc').flatMap((name) => readEntry(Number(name)) ?? []);
  const family = new Set(
    all.filter(({ id }) => rootIds.includes(id) || hasVariable(id, variable)).map(({ id }) => id),
  );
  let before: number;
  do {
    before = family.size;
    for (const { id, parentId } of all) if (family.has(parentId)) family.add(id);
  } while (family.size > before);
  return all.filter(({ id }) => family.has(id) && id !== process.pid);
}

function readEntry(id: number): ProcessEntry | undefined {
  if (!Number.isInteger(id) || id <= 0) return undefined;
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { id, parentId: Number(fields[1]), startTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function hasVariable(id: number, variable: string): boolean {
  try {
    return readFileSync(`/proc/${id}/environ`, 'latin1').split('\0').includes(variable);
  } catch {
    return false;
  }
}
