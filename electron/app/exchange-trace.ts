import type { TestFact } from '#contract/test-report';
import type { ExchangeStep } from '#core/failure';

/** Hears what an exchange does, step by step. It is told no secret and no token. */
export interface ExchangeTrace {
  /** A step begins. */
  begin(step: ExchangeStep): void;
  /** What a step did or saw, in one line and as facts; whether it is enough is told later. Put in words only if somebody watches. */
  saw(step: ExchangeStep, detail: () => string, facts?: () => readonly TestFact[]): void;
  /** A step passed; it took the time since the last one, or `durationMs` of it. */
  passed(step: ExchangeStep, durationMs?: number): void;
}

/** For exchanges that nobody watches. */
export const noTrace: ExchangeTrace = { begin: () => {}, saw: () => {}, passed: () => {} };
