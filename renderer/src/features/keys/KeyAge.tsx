import type { ReactNode } from 'react';
import type { KeyView } from '#contract/view';
import { dateWords, momentWords } from '#contract/words/date-words';
import { ageDays, ageWords, count } from '#contract/words/key-words';
import { useNow } from '../../state/use-now.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import styles from './KeyExpiry.module.css';

/** Whether a key has a secret that is older than the user wants them to be. */
export function useIsOld(
  { createdAtMs, offers }: Pick<KeyView, 'createdAtMs' | 'offers'>,
  rotateAfterDays: number | null,
): boolean {
  return useNow(
    (nowMs) =>
      rotateAfterDays !== null && offers.rotate !== null && ageDays(createdAtMs, nowMs) >= rotateAfterDays,
  );
}

interface KeyAgeProps {
  readonly createdAtMs: number;
  readonly isOld: boolean;
}

/** When the key was made; marked gently once it should be replaced. */
export function KeyAge({ createdAtMs, isOld }: KeyAgeProps): ReactNode {
  const age = useNow((nowMs) => ageWords(createdAtMs, nowMs));
  const days = useNow((nowMs) => ageDays(createdAtMs, nowMs));
  return (
    <div className={styles['expiry']} data-level={isOld ? 'old' : 'far'}>
      <time
        className={styles['date']}
        dateTime={new Date(createdAtMs).toISOString()}
        title={`${age}, ${momentWords(createdAtMs)}`}
      >
        {dateWords(createdAtMs)}
      </time>
      {isOld && (
        <>
          {' '}
          <span
            className={styles['words']}
            title="Older than you want keys to be: replace it when it suits you"
          >
            <Glyph name="rotate" />
            {count(days, 'day', 'days')} old
          </span>
        </>
      )}
    </div>
  );
}
