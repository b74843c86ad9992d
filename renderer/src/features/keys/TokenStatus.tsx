import type { ReactNode } from 'react';
import type { TokenView } from '#contract/view';
import { momentWords } from '#contract/words/date-words';
import { stateHint, stateMeaning } from '#contract/words/refresh-words';
import { lifetimeWords, tokenWords } from '#contract/words/token-words';
import { useNow } from '../../state/use-now.ts';
import { StateGlyph } from './StateGlyph.tsx';
import styles from './TokenStatus.module.css';

/** The state of a key's token in words, and how long it still lives. */
export function TokenStatus({ token }: { readonly token: TokenView }): ReactNode {
  const state = useNow((nowMs) => tokenWords(token, nowMs).state);
  const life = useNow((nowMs) => {
    const { remaining, note } = tokenWords(token, nowMs);
    return [remaining || stateHint(token.state), note].filter((part) => part !== '').join(' · ');
  });
  const percent = useNow((nowMs) => percentLeft(token, nowMs));
  const meaning = useNow((nowMs) => stateMeaning(token, nowMs));
  const known =
    token.expiresAtMs === null
      ? meaning
      : `${meaning}\nUntil ${momentWords(token.expiresAtMs)}. ${lifetimeWords(token.lifetimeSource)}`;

  return (
    <div className={styles['status']} title={known} data-state={token.state}>
      <span className={styles['state']}>
        <StateGlyph state={token.state} />
        {state}
      </span>
      {life !== '' && (
        <span className={styles['life']}>
          {life}
          {percent >= 0 && (
            <svg className={styles['bar']} aria-hidden="true" width="100%" height="2">
              <rect className={styles['track']} width="100%" height="2" rx="1" />
              <rect width={`${percent}%`} height="2" rx="1" />
            </svg>
          )}
        </span>
      )}
    </div>
  );
}

/** How much of the token's lifetime is left; -1 when that says nothing: a key that is its own token lives for months. */
function percentLeft(token: TokenView, nowMs: number): number {
  if (token.expiresAtMs === null || token.obtainedAtMs === null || token.lifetimeSource === 'key') return -1;
  const lifetime = token.expiresAtMs - token.obtainedAtMs;
  if (lifetime <= 0) return 0;
  return Math.max(0, Math.min(100, Math.round(((token.expiresAtMs - nowMs) / lifetime) * 100)));
}
