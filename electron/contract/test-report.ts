import type { ExchangeStepView, FailureView } from './view.ts';

/** One fact of a step. Texts are redacted: no secret, no token, no query. */
export interface TestFact {
  readonly label: string;
  readonly value: string;
}

/** One step of a test, in the order of `ExchangeStepView`. */
export interface TestStep {
  readonly step: ExchangeStepView;
  readonly outcome: 'running' | 'passed' | 'failed' | 'notRun';
  /** One redacted line: what was done and seen. */
  readonly detail: string;
  /** What an expert wants to know besides: request line, header names, certificate, form of the answer. */
  readonly facts: readonly TestFact[];
  readonly durationMs: number;
}

/** What "Test" found. Nothing of it is stored. */
export interface TestReport {
  readonly passed: boolean;
  /** Only steps that this provider has; those that were not reached are `notRun`. */
  readonly steps: readonly TestStep[];
  readonly failure: FailureView | null;
  /** Likely causes with their fixes, the likeliest first; empty when the test passed. */
  readonly causes: readonly string[];
  readonly tokenExpiresAtMs: number | null;
}
