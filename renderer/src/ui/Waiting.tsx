import type { ReactNode } from 'react';
import { Spinner } from './Spinner.tsx';
import styles from './Waiting.module.css';

/** In place of what is still being read. */
export function Waiting({ words }: { readonly words: string }): ReactNode {
  return (
    <p role="status" className={styles['waiting']}>
      <Spinner /> {words}
    </p>
  );
}
