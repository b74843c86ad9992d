import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { dateWords, momentWords } from '#contract/words/date-words';
import { snoozedWords } from '#contract/words/inbox-words';
import { expiryLevel, expiryWords } from '#contract/words/key-words';
import { useNow } from '../../state/use-now.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import styles from './KeyExpiry.module.css';
import { useSnoozedUntil } from './SnoozeMenu.tsx';

/** When the key itself ends: the date and how far away that is, marked from 30 days on, and whether its notices are put off. */
export function KeyExpiry({ subject }: { readonly subject: KeyView }): ReactNode {
  const expiresAtMs = subject.keyExpiresAtMs;
  const snoozedUntilMs = useSnoozedUntil(subject);
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
        {snoozedUntilMs !== null && (
          <span className={styles['snoozed']} title={snoozedWords(snoozedUntilMs)}>
            <Glyph name="bellOff" />
            <VisuallyHidden>, {snoozedWords(snoozedUntilMs)}</VisuallyHidden>
          </span>
        )}
      </span>
    </div>
  );
}
