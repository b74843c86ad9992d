import type { ReactNode } from 'react';
import { dateWords, momentWords } from '#contract/words/date-words';
import { expiryLevel, expiryWords } from '#contract/words/key-words';
import { useNow } from '../../state/use-now.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import styles from './KeyExpiry.module.css';

/** When the key itself ends: the date and how far away that is, marked from 30 days on. */
export function KeyExpiry({ expiresAtMs }: { readonly expiresAtMs: number | null }): ReactNode {
  const level = useNow((nowMs) => expiryLevel(expiresAtMs, nowMs));
  const words = useNow((nowMs) => (expiresAtMs === null ? '' : expiryWords(expiresAtMs, nowMs)));
  if (expiresAtMs === null) return <span title="No expiry is known">-</span>;
  return (
    <div className={styles['expiry']} data-level={level}>
      <time
        className={styles['date']}
        dateTime={new Date(expiresAtMs).toISOString()}
        title={momentWords(expiresAtMs)}
      >
        {dateWords(expiresAtMs)}
      </time>{' '}
      <span className={styles['words']}>
        {level !== 'far' && <Glyph name="warning" />}
        {words}
      </span>
    </div>
  );
}
