import type { TestReport, TestStep } from '#contract/calls';
import { failureWords } from '#contract/words/failure-words';
import type { ExchangeStep, Failure } from '#core/failure';
import type { Clock } from '#core/ports';

const steps = ['prepare', 'connect', 'answer', 'token', 'testCall'] as const;

/** Collects what each step of a test did. */
export class TestTrace {
  readonly #clock: Clock;
  readonly #done = new Map<ExchangeStep, TestStep>();
  #failure: Failure | null = null;
  #sinceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.nowMs();
  }

  /** A step passed; it took the time since the last one, or `durationMs` of it. */
  passed(step: ExchangeStep, detail: string, durationMs?: number): void {
    this.#add(step, 'passed', detail, durationMs);
  }

  /** A step did not apply. */
  notRun(step: ExchangeStep, detail: string): void {
    this.#done.set(step, { step, outcome: 'notRun', detail, durationMs: 0 });
  }

  /** The test ends here. Without a detail the failure's own words say what happened. */
  failed(step: ExchangeStep, failure: Failure, detail?: string): void {
    this.#failure = { ...failure, step };
    this.#add(step, 'failed', detail ?? failureWords(this.#failure, 'test').title);
  }

  /** All steps in their order; those that were not reached are `notRun`. */
  report(tokenExpiresAtMs: number | null): TestReport {
    return {
      passed: this.#failure === null,
      steps: steps.map(
        (step) => this.#done.get(step) ?? { step, outcome: 'notRun', detail: '', durationMs: 0 },
      ),
      failure: this.#failure,
      tokenExpiresAtMs,
    };
  }

  #add(step: ExchangeStep, outcome: 'passed' | 'failed', detail: string, givenMs?: number): void {
    const elapsedMs = Math.max(0, this.#clock.nowMs() - this.#sinceMs);
    const durationMs = Math.min(givenMs ?? elapsedMs, elapsedMs);
    this.#sinceMs += durationMs;
    this.#done.set(step, { step, outcome, detail, durationMs });
  }
}
