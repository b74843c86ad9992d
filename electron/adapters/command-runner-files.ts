import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** `O_CLOEXEC` of Linux, as fdinfo shows it (proc(5)): a program does not inherit the file. */
const closeOnExec = 0o2000000;

/**
 * Calls `start` with the files to give to a program: an empty stdin, a pipe for its output, nothing for stderr, and an
 * empty file in the place of each one that it would inherit. Chromium leaves dozens open to every program that is started,
 * the connections to the display, to D-Bus and to its own helpers among them (docs/rules-and-findings.md, F13). On macOS
 * libuv starts programs with none of them (`POSIX_SPAWN_CLOEXEC_DEFAULT`).
 */
export function withOwnFiles<T>(start: (files: ('ignore' | 'pipe' | number)[]) => T): T {
  const empty = openSync('/dev/null', 'r+');
  try {
    const files: ('ignore' | 'pipe' | number)[] = ['ignore', 'pipe', 'ignore'];
    for (const inherited of inheritedFiles()) {
      while (files.length < inherited) files.push('ignore');
      files[inherited] = empty;
    }
    return start(files);
  } finally {
    closeSync(empty);
  }
}

function inheritedFiles(): number[] {
  if (process.platform !== 'linux') return [];
  const open = readdirSync('/proc/self/fd').map(Number);
  return open.filter((file) => file > 2 && isInherited(file)).toSorted((a, b) => a - b);
}

function isInherited(file: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${file}`, 'latin1'))?.[1] ?? '';
    return (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // The one that listed the folder is closed again.
    return false;
  }
}
