import type { AcknowledgedKeys } from './acknowledged-keys.ts';
import { runWriter } from './run-writer.ts';
import { type VaultWork, vaultWorks } from './vault-works.ts';
import type { WriterLine, WriterPlan } from './writer-lines.ts';

/** When the kill comes: up to so long after the first of these lines of the writer. */
export interface KillMoment {
  readonly after: WriterLine['line'];
  readonly withinMs: number;
}

/** Starts the bundled writer again and again, kills it at a random moment, and notes what it said of its works. */
export class KilledWriter {
  readonly #program: string;
  readonly #random: () => number;
  readonly #longestMs = new Map<VaultWork, number>();
  /** Works that were acknowledged. */
  works = 0;
  /** Works that failed by themselves. */
  failures = 0;
  /** The recovery code that opens the vault now; null: there may be none. */
  code: string | null = null;
  /** How often the kill came in the middle of a work. */
  readonly cutOff: Record<VaultWork, number>;

  constructor(program: string, random: () => number) {
    this.#program = program;
    this.#random = random;
    this.cutOff = { backup: 0, slots: 0, restore: 0, renewal: 0 };
  }

  /** In the middle of such a work, or a little after its end: the first one shows how long it takes. */
  during(work: VaultWork): KillMoment {
    const longestMs = this.#longestMs.get(work);
    return longestMs === undefined
      ? { after: 'worked', withinMs: 50 }
      : { after: 'working', withinMs: longestMs * 1.1 };
  }

  /** One run until the kill. Gives whether it came in the middle of the work. */
  async run(keys: AcknowledgedKeys, plan: WriterPlan, moment: KillMoment): Promise<boolean> {
    let workingSinceMs: number | null = null;
    let isTimed = false;
    await runWriter([process.execPath, this.#program, JSON.stringify(plan)], (line, child) => {
      keys.take(line);
      if (line.line === 'working') workingSinceMs = performance.now();
      if (line.line === 'worked' && workingSinceMs !== null) {
        this.#noteEnd(plan.work, performance.now() - workingSinceMs);
        workingSinceMs = null;
      }
      this.#noteCode(line, plan.work);
      if (line.line !== moment.after || isTimed) return;
      isTimed = true;
      setTimeout(() => child.kill('SIGKILL'), this.#random() * moment.withinMs);
    });
    const wasCut = workingSinceMs !== null;
    for (const work of vaultWorks) if (wasCut && work === plan.work) this.cutOff[work] += 1;
    return wasCut;
  }

  #noteEnd(work: VaultWork | undefined, tookMs: number): void {
    this.works += 1;
    if (work !== undefined) this.#longestMs.set(work, Math.max(tookMs, this.#longestMs.get(work) ?? 0));
  }

  /** From the first moment of a change until its end either way in may be there. */
  #noteCode(line: WriterLine, work: VaultWork | undefined): void {
    if (line.line === 'workFailed') this.failures += 1;
    if (line.line === 'working' && (work === 'slots' || work === 'renewal')) this.code = null;
    if (line.line === 'worked' && line.code !== null) this.code = line.code;
  }
}
