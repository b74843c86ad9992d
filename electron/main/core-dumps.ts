import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * SECURITY: a crash leaves no memory on the disk. Called first of all: what is there already (this process and the zygotes from
 * which Chromium makes its helpers) hands it down to all that come later, and no secret was read yet.
 *
 * Node has no setrlimit, so the limit is set by `prlimit` of util-linux, which every distribution has. Where it is missing, and for
 * crash handlers that are told to ignore the limit (a pipe in `core_pattern`), the kernel is told to leave all memory out of a dump
 * (core(5), coredump_filter). PR_SET_DUMPABLE takes native code: the same user's debugger can still read this process, as can any
 * program that could ask the keyring in our place. Electron's crash reporter is never started, so nothing is uploaded.
 */
export function forbidCoreDumps(): void {
  if (process.platform !== 'linux') return;
  for (const id of withDescendants(process.pid)) {
    try {
      writeFileSync(`/proc/${id}/coredump_filter`, '0');
    } catch {
      // A sandboxed zygote belongs to root there, because it can dump nothing at all.
    }
    // By its full path: PATH is the user's.
    execFile('/usr/bin/prlimit', ['--core=0:0', '--pid', `${id}`], () => {});
  }
}

/** A process and all that it started; those that ended meanwhile are left out. */
function withDescendants(id: number): number[] {
  try {
    const threads = readdirSync(`/proc/${id}/task`);
    const lists = threads.map((thread) => readFileSync(`/proc/${id}/task/${thread}/children`, 'latin1'));
    const children = lists.flatMap((list) =>
      list
        .split(' ')
        .filter((text) => text !== '')
        .map(Number),
    );
    return [id, ...children.flatMap(withDescendants)];
  } catch {
    return [];
  }
}
