import { type ReactNode, useEffect, useRef } from 'react';
import type { TestReport } from '#contract/test-report';
import { verdictWords } from '#contract/words/test-words';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { RefusedCertificate } from './RefusedCertificate.tsx';
import styles from './TestPanel.module.css';
import { TestStepLine } from './TestStepLine.tsx';
import type { TestProgress } from './use-test-run.ts';

interface TestPanelProps extends TestProgress {
  readonly onStop: () => void;
  /** Leads to where a CA file is entered; absent where there is no such place. */
  readonly onAddCa?: () => void;
  /** What holds after a failed test; by default that the key can be saved. */
  readonly afterFailure?: string;
}

/** What a test does and found: the verdict with what to do, and below it the trace of its steps, which grows as they run. */
export function TestPanel(props: TestPanelProps): ReactNode {
  const { running, steps, report, onStop } = props;
  const panelRef = useRef<HTMLElement>(null);
  const verdictRef = useRef<HTMLDivElement>(null);
  const shownSteps = steps.length;
  useEffect(() => {
    if (running && shownSteps >= 0) panelRef.current?.scrollIntoView({ block: 'nearest' });
    else if (report) verdictRef.current?.scrollIntoView({ block: 'nearest' });
  }, [running, report, shownSteps]);

  return (
    <section ref={panelRef} aria-label="Test" tabIndex={-1} className={styles['panel']}>
      <div className={styles['head']}>
        {/* The one region that is read out: when the test begins and when it is over, not at each step. */}
        <div ref={verdictRef} role="status" className={styles['status']}>
          {running && (
            <p className={styles['verdict']}>
              <Spinner /> Testing…
            </p>
          )}
          {report && <Verdict {...props} report={report} />}
        </div>
        {running && (
          <Button
            icon="stop"
            onClick={() => {
              // The button goes with the run; without this the focus would be lost.
              panelRef.current?.focus();
              onStop();
            }}
          >
            Stop
          </Button>
        )}
      </div>
      {shownSteps > 0 && (
        <ol className={styles['steps']}>
          {steps.map((step) => (
            <TestStepLine key={step.step} step={step} isTestRunning={running} />
          ))}
        </ol>
      )}
    </section>
  );
}

type VerdictProps = Pick<TestPanelProps, 'onAddCa' | 'afterFailure'> & { readonly report: TestReport };

function Verdict({ report, onAddCa, afterFailure }: VerdictProps): ReactNode {
  const { passed, failure, causes } = report;
  const stopped = failure?.kind === 'cancelled';
  const icon: IconName = passed ? 'check' : stopped ? 'minus' : 'close';
  return (
    <>
      <p className={styles['verdict']} data-outcome={passed ? 'passed' : stopped ? 'stopped' : 'failed'}>
        <Glyph name={icon} /> {verdictWords(report, Date.now(), afterFailure)}
      </p>
      {failure && !stopped && (
        <FailureNote failure={failure} place="test">
          {causes.length > 0 && (
            <>
              <p className={styles['causesTitle']}>Likely causes</p>
              <ul className={styles['causes']}>
                {causes.map((cause) => (
                  <li key={cause}>
                    <OutsideText text={cause} />
                  </li>
                ))}
              </ul>
            </>
          )}
          {failure.certificate && <RefusedCertificate certificate={failure.certificate} />}
          {failure.kind === 'certificateRefused' && onAddCa && (
            <p className={styles['remedy']}>
              <Button onClick={onAddCa}>Add a CA file…</Button>
            </p>
          )}
        </FailureNote>
      )}
    </>
  );
}
