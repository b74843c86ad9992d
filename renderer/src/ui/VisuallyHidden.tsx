import type { ReactNode } from 'react';
import styles from './VisuallyHidden.module.css';

/** Text for screen readers where the picture already says it. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className={styles['hidden']}>{children}</span>;
}
