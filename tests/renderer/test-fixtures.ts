import type { TestReport, TestStep } from '#contract/test-report';

/** A step of a test; by default one that passed without anything to say. */
export function step(given: Partial<TestStep> & Pick<TestStep, 'step'>): TestStep {
  return { outcome: 'passed', detail: '', facts: [], durationMs: 0, ...given };
}

/** A report; by default of a test that passed. */
export function report(given: Partial<TestReport> = {}): TestReport {
  return { passed: true, steps: [], failure: null, causes: [], tokenExpiresAtMs: null, ...given };
}
