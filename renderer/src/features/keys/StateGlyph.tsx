import type { ReactNode } from 'react';
import type { TokenState } from '#contract/view';
import styles from './StateGlyph.module.css';

const drawings: Record<TokenState, ReactNode> = {
  fresh: <circle cx="6" cy="6" r="4.5" fill="currentColor" stroke="none" />,
  refreshing: <path className={styles['turning']} d="M10.5 6A4.5 4.5 0 1 1 9.2 2.8M9.6.9v2.2H7.4" />,
  retrying: (
    <>
      <circle cx="6" cy="6" r="4.5" />
      <path d="M6 3.5V6l1.7 1.2" />
    </>
  ),
  needsYou: <path d="M6 1.2 11.3 10.6H.7zM6 4.7v2.6M6 8.9v.1" />,
  rejected: <path d="M3.9.8h4.2l3.1 3.1v4.2l-3.1 3.1H3.9L.8 8.1V3.9zM4.2 4.2l3.6 3.6M7.8 4.2 4.2 7.8" />,
  offline: <path d="M1.2 5.3a6.8 6.8 0 0 1 9.6 0M3 7.4a4.2 4.2 0 0 1 6 0M6 9.8v.1M1.5 1.5l9 9" />,
  onDemand: <path d="M4.2 2.5v7M7.8 2.5v7" />,
  locked: <path d="M2.5 5.5h7v5h-7zM4 5.5V4a2 2 0 0 1 4 0v1.5" />,
  neverFetched: <circle cx="6" cy="6" r="4.5" strokeDasharray="2 1.8" />,
};

/** A different shape for each state; the words stand beside it. */
export function StateGlyph({ state }: { readonly state: TokenState }): ReactNode {
  return (
    <svg
      className={`${styles['glyph']} ${styles[state]}`}
      aria-hidden="true"
      width="12"
      height="12"
      viewBox="0 0 12 12"
    >
      {drawings[state]}
    </svg>
  );
}
