import { createHash } from 'node:crypto';
import { type BigIntStats, constants, fstatSync, lstatSync } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { fail, ok, type Result } from '#core/failure';

/** A program that keeps the rules for commands (docs/rules-and-findings.md, P7), held open. */
export interface OpenProgram {
  /** Absolute, without links. */
  readonly path: string;
  /** Hexadecimal, of what was read through `fd`. */
  readonly sha256: string;
  /** It begins with `#!`: the system starts another program, which then opens this file by its path. */
  readonly isScript: boolean;
  readonly fd: number;
  /** Whether the path still leads to the file that was read, and nobody wrote to it since. */
  isUnchanged(): boolean;
  close(): Promise<void>;
}

interface TrustedFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly stats: BigIntStats;
  /** Its first bytes, one character each. */
  readonly head: string;
}

/**
 * Opens the program at a path and reads it through. Links are followed once, here. An interpreter in a `#!` line is held to
 * the same owners and modes but is not part of the hash. Failure: commandRefused. `userId` may own it besides root.
 */
export async function openProgram(path: string, userId: number): Promise<Result<OpenProgram>> {
  if (!isAbsolute(path)) return refuse('notAbsolute');
  const opened = await openTrusted(path, userId);
  if (!opened.ok) return opened;
  const { path: realPath, handle, stats, head } = opened.value;
  const isScript = !isNative(head);
  const started = isScript ? await checkInterpreter(head, userId) : ok(undefined);
  const sha256 = started.ok ? await hashOf(handle) : null;
  if (sha256 === null) {
    await handle.close();
    return started.ok ? refuse('notAProgram') : started;
  }
  return ok({
    path: realPath,
    sha256,
    isScript,
    fd: handle.fd,
    isUnchanged: () => isSame(stats, fstatSync(handle.fd, { bigint: true })) && isStillAt(realPath, stats),
    close: () => handle.close(),
  });
}

/** Null where the file cannot be read to its end. */
async function hashOf(handle: FileHandle): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const part of handle.createReadStream({ start: 0, autoClose: false }))
      hash.update(part as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

/** The file, if nobody but root and the user can change it, or put another in its place. */
async function openTrusted(path: string, userId: number): Promise<Result<TrustedFile>> {
  let handle: FileHandle | undefined;
  try {
    const real = await realpath(path);
    for (let folder = dirname(real); ; folder = dirname(folder)) {
      const problem = trustProblem(await lstat(folder, { bigint: true }), userId);
      if (problem !== null) return refuse(problem);
      if (folder === dirname(folder)) break;
    }
    // A pipe would block without O_NONBLOCK, and a link cannot stand here any more.
    handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await handle.stat({ bigint: true });
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    const problem = trustProblem(stats, userId) ?? (mayRun(stats) ? null : 'notAProgram');
    if (problem === null)
      return ok({ path: real, handle, stats, head: buffer.toString('latin1', 0, bytesRead) });
    await handle.close();
    return refuse(problem);
  } catch (error) {
    await handle?.close();
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return refuse(['ENOENT', 'ENOTDIR', 'ELOOP'].includes(code) ? 'commandNotFound' : 'notAProgram');
  }
}

function trustProblem({ uid, mode }: BigIntStats, userId: number): 'notOwned' | 'writableByOthers' | null {
  if (uid !== 0n && uid !== BigInt(userId)) return 'notOwned';
  return (mode & 0o022n) === 0n ? null : 'writableByOthers';
}

/** A program that runs as another user (set-user-ID) could not be ended by us. */
function mayRun(stats: BigIntStats): boolean {
  return stats.isFile() && (stats.mode & 0o111n) !== 0n && (stats.mode & 0o6000n) === 0n;
}

/** Anything else than these and `#!` would be handed to a shell by `execvp` (execvp(3), ENOEXEC). */
function isNative(head: string): boolean {
  const linux = head.startsWith('\x7fELF');
  const macOs = /^(?:\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe)/.test(head);
  return process.platform === 'darwin' ? macOs : linux;
}

async function checkInterpreter(head: string, userId: number): Promise<Result<void>> {
  const path = /^#![ \t]*(\/\S+)\s/.exec(head)?.[1];
  if (path === undefined) return refuse('notAProgram');
  const opened = await openTrusted(path, userId);
  if (!opened.ok) return opened;
  await opened.value.handle.close();
  return isNative(opened.value.head) ? ok(undefined) : refuse('notAProgram');
}

function isStillAt(path: string, stats: BigIntStats): boolean {
  try {
    return isSame(stats, lstatSync(path, { bigint: true }));
  } catch {
    return false;
  }
}

/** The times of change tell a write to the same file; a writer can set the first, but not the second. */
function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return (['dev', 'ino', 'size', 'mode', 'mtimeNs', 'ctimeNs'] as const).every((name) => a[name] === b[name]);
}

/** A refusal of the rules for commands. */
export function refuse(reason: string) {
  return fail('commandRefused', { reason });
}
