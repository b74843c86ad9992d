import type { AcknowledgedKeys } from '../kill/acknowledged-keys.ts';
import { runWriter } from '../kill/run-writer.ts';
import type { WriterPlan } from '../kill/writer-lines.ts';

/** One run of the bundled writer, to its end. */
export interface WriterRun {
  /** `open`, or why the vault is locked; empty if it said nothing. */
  readonly state: string;
  /** How long it took to open or to refuse, in milliseconds. */
  readonly openedMs: number;
}

/** Runs the bundled writer `file` by `plan`, with further variables, and tells `keys` what it says. */
export async function writeByPlan(
  file: string,
  plan: WriterPlan,
  keys: AcknowledgedKeys,
  env: Readonly<Record<string, string>> = {},
): Promise<WriterRun> {
  let state = '';
  let openedMs = 0;
  let openingAtMs = 0;
  const command = [process.execPath, file, JSON.stringify(plan)];
  await runWriter(
    command,
    (line) => {
      keys.take(line);
      if (line.line === 'opening') openingAtMs = performance.now();
      if (line.line !== 'opened') return;
      state = line.state;
      openedMs = performance.now() - openingAtMs;
    },
    env,
  );
  return { state, openedMs };
}

/** What looks at many vaults found. */
export class Findings {
  looks = 0;
  unreadable = 0;
  lostAcks = 0;
  halfWritten = 0;
  readonly #keys = new Set<AcknowledgedKeys>();

  /** Looks at a vault, from this process, after its writer has ended. */
  async look(folder: string, keys: AcknowledgedKeys): Promise<void> {
    const found = await keys.compare(folder);
    this.#keys.add(keys);
    this.looks += 1;
    this.unreadable += found.unreadable;
    this.lostAcks += found.lostAcks;
    this.halfWritten += found.halfWritten;
  }

  get acknowledged(): number {
    return this.#sum(({ count }) => count);
  }

  /** Failed commits that were told. */
  get failures(): number {
    return this.#sum(({ failures }) => failures);
  }

  /** Whether nothing is wrong. */
  get areNone(): boolean {
    return this.unreadable + this.lostAcks + this.halfWritten + this.#wrongReads === 0;
  }

  /** In words. */
  get words(): string {
    return (
      `${this.acknowledged} acknowledged commits: ${this.lostAcks} lost or falsely acknowledged, ${this.halfWritten} half ` +
      `written, ${this.unreadable} unreadable, ${this.#wrongReads} wrong reads after ${this.failures} failures`
    );
  }

  get #wrongReads(): number {
    return this.#sum(({ wrongReads }) => wrongReads);
  }

  #sum(of: (keys: AcknowledgedKeys) => number): number {
    return [...this.#keys].reduce((sum, keys) => sum + of(keys), 0);
  }
}
