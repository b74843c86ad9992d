import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallAnswer } from '#contract/calls';
import type { TestReport, TestStep } from '#contract/test-report';
import type { FailureView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';

/** What a test shows. */
export interface TestProgress {
  readonly running: boolean;
  /** The steps so far; all of them once there is a report. */
  readonly steps: readonly TestStep[];
  readonly report: TestReport | null;
}

/** A running or finished test. */
export interface TestRun extends TestProgress {
  /**
   * Starts a test by the call that gets the run's id. Resolves to a failure that the form must show itself: the test could
   * not be made, or a field is to blame.
   */
  readonly run: (start: (runId: string) => Promise<CallAnswer<'keys.test'>>) => Promise<FailureView | null>;
  readonly stop: () => void;
}

const idle: TestProgress = { running: false, steps: [], report: null };

/** Runs a test and follows its steps. Only the last one that was started counts; leaving the page stops it. */
export function useTestRun(): TestRun {
  const { bridge } = useServices();
  const [progress, setProgress] = useState(idle);
  const current = useRef<string | null>(null);

  const stop = useCallback((): void => {
    if (current.current !== null) void ask(bridge, 'keys.cancelTest', { runId: current.current });
  }, [bridge]);
  useEffect(
    () => () => {
      stop();
      current.current = null;
    },
    [stop],
  );

  const run: TestRun['run'] = async (start) => {
    stop();
    const runId = crypto.randomUUID();
    current.current = runId;
    setProgress({ ...idle, running: true });
    const leave = bridge.on('testProgress', (news) => {
      const isMine = news.runId === runId && current.current === runId;
      if (isMine) setProgress({ ...idle, running: true, steps: news.steps });
    });
    const answer = await start(runId);
    leave();
    if (current.current !== runId) return null;
    current.current = null;
    const failure = answer.ok ? answer.value.failure : answer.failure;
    if (answer.ok) setProgress({ running: false, steps: answer.value.steps, report: answer.value });
    else setProgress(({ steps }) => (answer.failure.kind === 'cancelled' ? stopped(steps) : idle));
    return failure !== null && (!answer.ok || failure.field !== undefined) && failure.kind !== 'cancelled'
      ? failure
      : null;
  };
  return { ...progress, run, stop };
}

/** What is left of a test that was stopped before it had a report. */
function stopped(seen: readonly TestStep[]): TestProgress {
  const steps = seen.map((step) =>
    step.outcome === 'running' ? { ...step, outcome: 'notRun' as const } : step,
  );
  return {
    running: false,
    steps,
    report: { passed: false, steps, failure: { kind: 'cancelled' }, causes: [], tokenExpiresAtMs: null },
  };
}
