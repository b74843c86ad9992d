import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../../build/plain-error.ts';
import { AcknowledgedKeys } from '../kill/acknowledged-keys.ts';
import { runWriter } from '../kill/run-writer.ts';
import type { WriterPlan } from '../kill/writer-lines.ts';

/** Whether system calls can be watched here. */
export const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;

/** One system call about a file. */
export interface FileCall {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** All that strace printed of it. */
  readonly text: string;
}

const watched =
  'open,openat,creat,mkdir,mkdirat,write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat';

/** Runs the bundled writer and gives its calls about files below the plan's folder, in their order. */
export async function traceWriter(
  file: string,
  plan: WriterPlan,
  traceFile: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly calls: readonly FileCall[]; readonly keys: AcknowledgedKeys }> {
  if (!canTrace) throw new PlainError('strace is missing, or may not watch processes here');
  const keys = new AcknowledgedKeys();
  // -f: all threads; -y: the path of each open file; -s 0: nothing of what is written.
  const strace = ['strace', '-f', '-y', '-s', '0', '-o', traceFile, '-e', `trace=${watched}`];
  await runWriter([...strace, process.execPath, file, JSON.stringify(plan)], (line) => keys.take(line), env);
  const calls = readFileSync(traceFile, 'utf8')
    .split('\n')
    .flatMap((text) => callOf(text, plan.folder) ?? []);
  return { calls, keys };
}

/** The last path of a call that has two is the one that it makes. */
function callOf(text: string, folder: string): FileCall | null {
  const [, name] = /^\d+ +(\w+)\(/.exec(text) ?? [];
  if (name === undefined || / = -1 /.test(text)) return null;
  const paths = [...text.matchAll(/[<"]([^<>"]+)[>"]/g)].map(([, path = '']) => path);
  const path = paths.filter((found) => found === folder || found.startsWith(join(folder, '/'))).at(-1);
  return path === undefined ? null : { name, path, text };
}
