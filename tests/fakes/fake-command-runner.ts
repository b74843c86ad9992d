import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '#core/failure';
import type { ApprovedCommand, CommandRunner } from '#core/ports';
import { Secret } from '#core/secret';

/** A program that is there for the test only. */
export interface FakeProgram {
  /** Stands for the bytes of its file. */
  readonly content: string;
  /** As in `chmod`; an ordinary program's without it. */
  readonly mode?: number;
  /** What it prints and ends with; null does not end. */
  readonly main: (args: readonly string[]) => { readonly output: string; readonly exitCode: number } | null;
}

/** Programs in memory, by absolute path, under the rules of the real runner. */
export class FakeCommandRunner implements CommandRunner {
  readonly programs = new Map<string, FakeProgram>();
  /** What ran, in order. */
  readonly runs: { readonly path: string; readonly args: readonly string[] }[] = [];

  async inspect(path: string): Promise<Result<ApprovedCommand>> {
    if (!path.startsWith('/')) return fail('commandRefused', { reason: 'notAbsolute' });
    const program = this.programs.get(path);
    if (program === undefined) return fail('commandRefused', { reason: 'commandNotFound' });
    const { mode = 0o755, content } = program;
    if ((mode & 0o022) !== 0) return fail('commandRefused', { reason: 'writableByOthers' });
    if ((mode & 0o111) === 0 || (mode & 0o6000) !== 0)
      return fail('commandRefused', { reason: 'notAProgram' });
    return ok({ path, sha256: createHash('sha256').update(content).digest('hex') });
  }

  async run(
    { path, sha256 }: ApprovedCommand,
    args: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<Secret>> {
    if (signal?.aborted) return fail('cancelled');
    const found = await this.inspect(path);
    if (!found.ok) return found;
    if (found.value.sha256 !== sha256) return fail('commandRefused', { reason: 'commandChanged' });
    this.runs.push({ path, args });
    const end = this.programs.get(path)?.main(args) ?? null;
    if (end === null) {
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(fail('cancelled'))));
    }
    if (Buffer.byteLength(end.output) > 65_536) return fail('commandFailed', { reason: 'tooMuchOutput' });
    return end.exitCode === 0 ? ok(new Secret(end.output)) : fail('commandFailed', { reason: 'commandExit' });
  }
}
