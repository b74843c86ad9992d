import type { TestReport, TestStep } from '../test-report.ts';
import type { ExchangeStepView } from '../view.ts';
import { coarseDuration } from './time-words.ts';

/** What each step of a test is called. */
export const stepNames: Readonly<Record<ExchangeStepView, string>> = {
  prepare: 'Check the fields',
  discover: 'Read the issuer’s metadata',
  sign: 'Sign a token',
  connect: 'Connect',
  answer: 'Answer',
  command: 'Run the command',
  token: 'Token',
  testCall: 'Test call',
};

const outcomes: Readonly<Record<TestStep['outcome'], string>> = {
  running: 'Running…',
  passed: 'Passed',
  failed: 'Failed',
  notRun: 'Not run',
};

/** How a step went, in words beside its icon. While the test runs, a step that nothing is known of may still come. */
export function outcomeWords({ outcome, detail }: TestStep, isTestRunning: boolean): string {
  return isTestRunning && outcome === 'notRun' && detail === '' ? 'Waiting' : outcomes[outcome];
}

/** How long a step took: "84 ms", "2.4 s". */
export function stepDuration(durationMs: number): string {
  return durationMs < 1_000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1_000).toFixed(1)} s`;
}

const canBeSaved = 'You can save the key all the same.';

/** One sentence about a finished test. */
export function verdictWords(report: TestReport, nowMs: number, afterFailure = canBeSaved): string {
  if (report.failure?.kind === 'cancelled') return 'The test was stopped.';
  if (!report.passed) return `The test failed. ${afterFailure}`;
  if (report.tokenExpiresAtMs === null) return 'It works.';
  return `It works: the token is valid for ${coarseDuration(report.tokenExpiresAtMs - nowMs)}.`;
}
