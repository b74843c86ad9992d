import type { ReactNode } from 'react';
import styles from './Spinner.module.css';

/** Something runs. The words beside it say what. */
export function Spinner(): ReactNode {
  return (
    <svg className={styles['spinner']} aria-hidden="true" width="16" height="16" viewBox="0 0 16 16">
      <circle className={styles['track']} cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" />
    </svg>
  );
}
