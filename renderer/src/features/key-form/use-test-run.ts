import { useEffect, useRef, useState } from 'react';
import type { CallInput, TestReport } from '#contract/calls';
import type { FailureView } from '#contract/view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';

/** A running or finished test of a draft. */
export interface TestRun {
  readonly running: boolean;
  readonly report: TestReport | null;
  /** Resolves to a failure that the form must show itself: the test could not be made, or a field is to blame. */
  readonly run: (input: CallInput<'keys.test'>) => Promise<FailureView | null>;
}

/** Tests a draft; only the last test that was started counts. */
export function useTestRun(): TestRun {
  const { bridge } = useServices();
  const [running, setRunning] = useState(false);
  const [report, setReport] = useState<TestReport | null>(null);
  const last = useRef(0);
  useEffect(
    () => () => {
      last.current = -1;
    },
    [],
  );

  const run = async (input: CallInput<'keys.test'>): Promise<FailureView | null> => {
    last.current += 1;
    const mine = last.current;
    setRunning(true);
    setReport(null);
    const answer = await ask(bridge, 'keys.test', input);
    if (last.current !== mine) return null;
    setRunning(false);
    if (!answer.ok) return answer.failure;
    setReport(answer.value);
    return answer.value.failure?.field === undefined ? null : answer.value.failure;
  };
  return { running, report, run };
}
