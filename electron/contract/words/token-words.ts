import type { LifetimeSourceView, TokenState, TokenView } from '../view.ts';
import { clockWords } from './date-words.ts';
import { coarseDuration } from './time-words.ts';

/** A token in words: its state, how long it lives, and what the user should know about that number. */
export interface TokenWords {
  readonly state: string;
  /** "47 min left", "expired", or empty when there is no token. */
  readonly remaining: string;
  /** "assumed" when nobody said how long the token lives; else empty. */
  readonly note: string;
}

/** The words of each state, in the page as in the tray. */
export const tokenStateWords: Readonly<Record<TokenState, string>> = {
  fresh: 'Fresh',
  refreshing: 'Refreshing…',
  retrying: 'Retrying',
  needsYou: 'Needs you',
  rejected: 'Rejected until edited',
  offline: 'Offline',
  onDemand: 'On demand',
  locked: 'Locked',
  neverFetched: 'Not fetched yet',
};

const sources: Record<LifetimeSourceView, string> = {
  relative: 'The provider said how long the token lives.',
  absolute: 'The provider said when the token ends.',
  jwt: 'The end is written in the token itself (JWT exp).',
  preset: 'The provider does not say; this is its documented lifetime.',
  assumed: 'Nobody says how long this token lives: 60 minutes are assumed.',
  key: 'The key is itself the token and lives as long as the key.',
};

/** The words of a token's state at a moment. */
export function tokenWords(token: TokenView, nowMs: number): TokenWords {
  const state =
    token.state === 'retrying' && token.retryAtMs !== null
      ? `Retrying at ${clockWords(token.retryAtMs)}`
      : tokenStateWords[token.state];
  if (token.expiresAtMs === null) return { state, remaining: '', note: '' };
  const left = token.expiresAtMs - nowMs;
  return {
    state,
    remaining: left > 0 ? `${coarseDuration(left)} left` : 'expired',
    note: token.lifetimeSource === 'assumed' ? 'assumed' : '',
  };
}

/** One sentence: how the expiry of a token is known. Empty when there is no token. */
export function lifetimeWords(source: LifetimeSourceView | null): string {
  return source === null ? '' : sources[source];
}
