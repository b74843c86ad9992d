import type { ReactNode } from 'react';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './Problems.module.css';

/** What could not be read, a line each. */
export function Problems({ problems }: { readonly problems: readonly string[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <ul className={styles['problems']}>
      {[...new Set(problems)].map((problem) => (
        <li key={problem}>
          <OutsideText text={problem} />
        </li>
      ))}
    </ul>
  );
}
