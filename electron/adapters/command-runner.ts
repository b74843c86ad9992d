import { fail, ok, type Result } from '#core/failure';
import type { ApprovedCommand, CommandRunner } from '#core/ports';
import type { Secret } from '#core/secret';
import { type CommandLimits, runProgram } from './command-runner-process.ts';
import { openProgram, refuse } from './command-runner-program.ts';

/** The limits of docs/rules-and-findings.md, P7. */
export const commandLimits: CommandLimits = { timeMs: 10_000, outputBytes: 65_536 };

/**
 * Runs programs on Linux and macOS. On Windows it refuses each: Node shows no access lists there, so nobody could say who
 * may change a program, and the command-line tools that people have (`az.cmd`, `gcloud.cmd`) need a shell.
 */
export class PosixCommandRunner implements CommandRunner {
  readonly #limits: CommandLimits;
  readonly #userId: number | null;

  constructor(limits = commandLimits, userId = process.getuid?.() ?? null) {
    this.#limits = limits;
    this.#userId = userId;
  }

  async inspect(path: string): Promise<Result<ApprovedCommand>> {
    if (this.#userId === null) return refuse('notOnThisSystem');
    const opened = await openProgram(path, this.#userId);
    if (!opened.ok) return opened;
    await opened.value.close();
    return ok({ path: opened.value.path, sha256: opened.value.sha256 });
  }

  async run(
    command: ApprovedCommand,
    args: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<Secret>> {
    if (this.#userId === null) return refuse('notOnThisSystem');
    if (signal?.aborted) return fail('cancelled');
    const opened = await openProgram(command.path, this.#userId);
    if (!opened.ok) return opened;
    const program = opened.value;
    try {
      const isApproved = program.path === command.path && program.sha256 === command.sha256;
      return isApproved ? await runProgram(program, args, this.#limits, signal) : refuse('commandChanged');
    } finally {
      await program.close();
    }
  }
}
