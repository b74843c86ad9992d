import { type ReactNode, useId } from 'react';
import { Bar } from './Bar.tsx';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  /** What runs. */
  readonly label: string;
  readonly done: number;
  readonly all: number;
  /** How far it is, in words. */
  readonly words: string;
}

/** How far something with a known end is. */
export function ProgressBar({ label, done, all, words }: ProgressBarProps): ReactNode {
  const labelId = useId();
  return (
    <div className={styles['progress']}>
      <p className={styles['words']}>
        <span id={labelId}>{label}</span>
        <span>{words}</span>
      </p>
      <Bar aria-labelledby={labelId} done={done} all={all} />
    </div>
  );
}
