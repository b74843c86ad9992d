import { type ReactNode, useEffect, useRef } from 'react';
import type { TestReport, TestStep } from '#contract/calls';
import { coarseDuration } from '#contract/words/time-words';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './TestPanel.module.css';

const stepNames: Record<TestStep['step'], string> = {
  prepare: 'Prepare',
  connect: 'Connect',
  answer: 'Answer',
  token: 'Token',
  testCall: 'Test call',
};

const outcomes: Record<TestStep['outcome'], { words: string; icon: IconName }> = {
  passed: { words: 'Passed', icon: 'check' },
  failed: { words: 'Failed', icon: 'close' },
  notRun: { words: 'Not run', icon: 'minus' },
};

interface TestPanelProps {
  readonly running: boolean;
  readonly report: TestReport | null;
}

/** What a test does and found, step by step. */
export function TestPanel({ running, report }: TestPanelProps): ReactNode {
  const panelRef = useRef<HTMLElement>(null);
  useEffect(() => {
    if (running || report) panelRef.current?.scrollIntoView({ block: 'nearest' });
  }, [running, report]);

  return (
    <section ref={panelRef} aria-label="Test" className={styles['panel']}>
      <p role="status" className={styles['verdict']} data-passed={report?.passed}>
        {running && (
          <>
            <Spinner /> Testing: asking the provider for a token…
          </>
        )}
        {report?.passed && <Passed report={report} />}
        {report && !report.passed && 'The test failed. You can save the key all the same.'}
      </p>
      {report && (
        <ol className={styles['steps']}>
          {report.steps.map((step) => (
            <StepLine key={step.step} step={step} />
          ))}
        </ol>
      )}
      {report?.failure && <FailureNote failure={report.failure} place="test" />}
    </section>
  );
}

function Passed({ report }: { readonly report: TestReport }): ReactNode {
  const left = report.tokenExpiresAtMs === null ? null : report.tokenExpiresAtMs - Date.now();
  return left === null ? 'It works.' : `It works: the token is valid for ${coarseDuration(left)}.`;
}

function StepLine({ step }: { readonly step: TestStep }): ReactNode {
  const { words, icon } = outcomes[step.outcome];
  return (
    <li className={styles['step']} data-outcome={step.outcome}>
      <Glyph name={icon} />
      <span className={styles['stepName']}>{stepNames[step.step]}</span>
      <span className={styles['outcome']}>{words}</span>
      <span className={styles['detail']}>
        <OutsideText text={step.detail} />
      </span>
      {step.outcome !== 'notRun' && <span className={styles['time']}>{Math.round(step.durationMs)} ms</span>}
    </li>
  );
}
