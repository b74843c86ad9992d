import type { ReactNode } from 'react';
import type { TestStep } from '#contract/test-report';
import { outcomeWords, stepDuration, stepNames } from '#contract/words/test-words';
import { FactList } from '../../ui/FactList.tsx';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './TestPanel.module.css';

const icons: Record<Exclude<TestStep['outcome'], 'running'>, IconName> = {
  passed: 'check',
  failed: 'close',
  notRun: 'minus',
};

interface TestStepLineProps {
  readonly step: TestStep;
  readonly isTestRunning: boolean;
}

/** A step of a test in one line; one with facts opens to show them. */
export function TestStepLine({ step, isTestRunning }: TestStepLineProps): ReactNode {
  const { outcome, facts } = step;
  const line = (
    <>
      {outcome === 'running' ? <Spinner /> : <Glyph name={icons[outcome]} />}
      <span className={styles['stepName']}>{stepNames[step.step]}</span>
      <span className={styles['outcome']}>{outcomeWords(step, isTestRunning)}</span>
      <span className={styles['detail']}>
        <OutsideText text={step.detail} />
      </span>
      <span className={styles['time']}>
        {(outcome === 'passed' || outcome === 'failed') && stepDuration(step.durationMs)}
      </span>
    </>
  );
  return (
    <li className={styles['step']} data-outcome={outcome}>
      {facts.length === 0 ? (
        <div className={styles['line']}>{line}</div>
      ) : (
        <details>
          <summary className={styles['line']}>
            {line}
            <Glyph name="open" />
          </summary>
          <div className={styles['facts']}>
            <FactList facts={facts} />
          </div>
        </details>
      )}
    </li>
  );
}
