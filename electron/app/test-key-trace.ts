import type { TestFact, TestReport, TestStep } from '#contract/test-report';
import { failureWords } from '#contract/words/failure-words';
import type { ExchangeStep, Failure } from '#core/failure';
import type { Clock } from '#core/ports';
import type { ExchangeTrace } from './exchange-trace.ts';

/** Collects what each step of a test did, and tells of it as it happens. */
export class TestTrace implements ExchangeTrace {
  readonly #clock: Clock;
  readonly #onProgress: ((steps: readonly TestStep[]) => void) | undefined;
  #steps: readonly TestStep[];
  #failure: Failure | null = null;
  #sinceMs: number;

  /** @param steps those that this key has; a further one that happens is put in at its place */
  constructor(
    clock: Clock,
    steps: readonly ExchangeStep[],
    onProgress?: (steps: readonly TestStep[]) => void,
  ) {
    this.#clock = clock;
    this.#onProgress = onProgress;
    this.#steps = steps.map(notReached);
    this.#sinceMs = clock.nowMs();
  }

  begin(step: ExchangeStep): void {
    this.#change(step, { outcome: 'running' });
  }

  saw(step: ExchangeStep, detail: () => string, facts: () => readonly TestFact[] = () => []): void {
    this.#change(step, { detail: detail(), facts: facts() });
  }

  passed(step: ExchangeStep, durationMs?: number): void {
    this.#change(step, { outcome: 'passed', durationMs: this.#elapsedMs(durationMs) });
  }

  /** Adds to what a step said. */
  note(step: ExchangeStep, text: string): void {
    const detail = this.#steps.find((known) => known.step === step)?.detail ?? '';
    if (text !== '') this.#change(step, { detail: detail + text });
  }

  /** A step did not apply. */
  notRun(step: ExchangeStep, detail: string): void {
    this.#change(step, { outcome: 'notRun', detail });
  }

  /** The test ends here. A step that said nothing gets the failure's own words. */
  failed(failure: Failure): void {
    const step = failure.step ?? 'prepare';
    this.#failure = { ...failure, step };
    const said = this.#steps.find((known) => known.step === step)?.detail;
    const detail = said || failureWords(this.#failure, 'test').title;
    this.#steps = this.#steps.map((each) =>
      each.outcome === 'running' ? { ...each, outcome: 'notRun' } : each,
    );
    this.#change(step, { outcome: 'failed', detail, durationMs: this.#elapsedMs() });
  }

  /** All steps in their order; those that were not reached are `notRun`. */
  report(tokenExpiresAtMs: number | null, causes: readonly string[]): TestReport {
    const failure = this.#failure;
    return { passed: failure === null, steps: this.#steps, failure, causes, tokenExpiresAtMs };
  }

  #change(step: ExchangeStep, part: Partial<TestStep>): void {
    const known = this.#steps.some((each) => each.step === step);
    const steps = known ? this.#steps : [...this.#steps, notReached(step)].toSorted(byOrder);
    this.#steps = steps.map((each) => (each.step === step ? { ...each, ...part } : each));
    this.#onProgress?.(this.#steps);
  }

  #elapsedMs(givenMs?: number): number {
    const elapsedMs = Math.max(0, this.#clock.nowMs() - this.#sinceMs);
    const durationMs = Math.min(givenMs ?? elapsedMs, elapsedMs);
    this.#sinceMs += durationMs;
    return durationMs;
  }
}

const order = ['discover', 'sign', 'prepare', 'connect', 'answer', 'command', 'token', 'testCall'];

function byOrder(a: TestStep, b: TestStep): number {
  return order.indexOf(a.step) - order.indexOf(b.step);
}

function notReached(step: ExchangeStep): TestStep {
  return { step, outcome: 'notRun', detail: '', facts: [], durationMs: 0 };
}
