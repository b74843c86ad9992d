import { type RefObject, useState } from 'react';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';
import { control } from '../key-form/control-names.ts';
import { type TestProgress, useTestRun } from '../key-form/use-test-run.ts';
import type { ImportRowProps } from './ImportRowItem.tsx';
import { checkItem, readItem } from './read-items.ts';
import { hostsIn } from './row-host.ts';

/** The test of one row. */
export interface RowTest extends TestProgress {
  /** The host that the user has not allowed yet: a test sends the key as well. */
  readonly blockedBy: string | null;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Tests a row with what stands in its form now. */
export function useRowTest(given: ImportRowProps, formRef: RefObject<HTMLFormElement | null>): RowTest {
  const { importId, row, state, preset, host, isAllowed, change } = given;
  const { bridge } = useServices();
  const { running, steps, report, run, stop } = useTestRun();
  const [wasBlocked, setWasBlocked] = useState(false);

  const start = async (): Promise<void> => {
    const form = formRef.current;
    if (form === null) return;
    const item = readItem({ row, preset, form });
    // A test needs no name.
    const { [control.name]: _, ...errors } = checkItem(item, { row, preset, form }, new Set());
    const isComplete = Object.keys(errors).length === 0;
    const isOpen = state.isOpen || !isComplete;
    change({ kind: 'row', index: row.index, change: { errors, refusal: null, isOpen } });
    setWasBlocked(!isAllowed);
    if (!isComplete || !isAllowed) return;
    const refusal = await run((runId) =>
      ask(bridge, 'import.test', { importId, runId, item, allowedHosts: [...hostsIn(host)] }),
    );
    if (refusal !== null) change({ kind: 'row', index: row.index, change: { refusal } });
  };

  return {
    running,
    steps,
    report,
    blockedBy: wasBlocked && !isAllowed ? host : null,
    start: () => void start(),
    stop,
  };
}
