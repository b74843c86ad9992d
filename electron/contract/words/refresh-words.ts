import type { KeyView, TokenState, TokenView } from '../view.ts';
import { clockWords } from './date-words.ts';
import { failureWords } from './failure-words.ts';
import { count } from './key-words.ts';
import { coarseDuration } from './time-words.ts';

/** How far a provider's clock is off before the user is told: two minutes, in milliseconds. */
export const toldSkewMs = 120_000;

const meanings: Readonly<Record<TokenState, string>> = {
  fresh: 'Keyfob renews it before it ends.',
  refreshing: 'Keyfob is asking the provider for a new token.',
  retrying: 'Keyfob tries again by itself.',
  needsYou: 'Nothing more happens until you act.',
  rejected: 'The provider refused this key. It is not asked again until you edit the key or try again.',
  offline: 'There is no connection. Keyfob tries again by itself.',
  onDemand: 'Fetched when you need it: copying it takes a moment longer.',
  locked: 'The vault is locked. Unlock your keyring and try again.',
  neverFetched: 'No token was fetched yet. Copy it, or choose “Refresh now”.',
};

const staticMeaning = 'There is nothing to renew: a new one is made at the provider.';

/** What a token's state means: the reason, and what comes next or what to do. */
export function stateMeaning(token: TokenView, nowMs: number): string {
  if (token.failure === null)
    return token.state === 'fresh' && token.lifetimeSource === 'key' ? staticMeaning : meanings[token.state];
  const { title, whatToDo } = failureWords(token.failure);
  const usable = token.expiresAtMs !== null && token.expiresAtMs > nowMs;
  const parts = [title, whatToDo];
  if (token.retryAtMs !== null) parts.push(`The next try is at ${clockWords(token.retryAtMs)}.`);
  if (usable) parts.push('The token that is there works on until its end.');
  return parts.join(' ');
}

/** A few words in place of a remaining time, for states in which there is no token; empty where the state says it all. */
export function stateHint(state: TokenState): string {
  return state === 'onDemand' ? 'fetched when you need it' : '';
}

/** The choices of when a key's token is renewed. */
export const refreshModeWords: Readonly<Record<KeyView['refreshMode'], { label: string; help: string }>> = {
  whileUsed: { label: 'While I use it', help: 'Pauses when nobody used the key for long; see Settings.' },
  always: { label: 'Always', help: 'A token is ready at any time.' },
  onDemand: { label: 'Only when needed', help: 'Each copy fetches a token unless one is still valid.' },
};

/** After "Refresh all": "12 renewed, 1 failed". */
export function refreshedAllWords({ renewed, failed }: { renewed: number; failed: number }): {
  title: string;
  whatToDo: string;
} {
  if (renewed + failed === 0) {
    return {
      title: 'Nothing to renew',
      whatToDo: 'Refused and expired keys are not asked again until you edit them.',
    };
  }
  return {
    title: failed === 0 ? `${renewed} renewed` : `${renewed} renewed, ${failed} failed`,
    whatToDo: failed === 0 ? '' : `The ${count(failed, 'row says', 'rows say')} why.`,
  };
}

/** How far "Refresh all" is. */
export function refreshProgressWords(progress: { done: number; all: number } | null): string {
  return progress === null ? 'Refreshing…' : `Refreshing: ${progress.done} of ${progress.all}`;
}

/** After the user said that a token was refused and another one came. */
export function refusedWords({ name, token }: Pick<KeyView, 'name' | 'token'>): {
  title: string;
  whatToDo: string;
} {
  const isGuessed = token.lifetimeSource === 'assumed' || token.lifetimeSource === 'preset';
  const shortened = isGuessed ? ' From now on Keyfob assumes that its tokens live shorter.' : '';
  return { title: `${name} has a new token`, whatToDo: `Copy it and try again.${shortened}` };
}

/** How far a provider's clock is off: "5 min ahead of this computer’s". */
function skewWords(skewMs: number): string {
  return `${coarseDuration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} this computer’s`;
}

/** One sentence on clocks that differ; null while none does. */
export function clockWarning(keys: readonly Pick<KeyView, 'providerName' | 'token'>[]): string | null {
  const off = keys.filter(({ token }) => Math.abs(token.serverSkewMs ?? 0) >= toldSkewMs);
  const worst = off.toSorted(
    (a, b) => Math.abs(b.token.serverSkewMs ?? 0) - Math.abs(a.token.serverSkewMs ?? 0),
  )[0];
  if (worst === undefined) return null;
  const names = new Set(off.map(({ providerName }) => providerName));
  const far = skewWords(worst.token.serverSkewMs ?? 0);
  return names.size === 1
    ? `The clock of ${worst.providerName} is ${far}: check the date and time.`
    : `The clocks of ${names.size} providers differ from this computer’s, that of ${worst.providerName} is ${far}: check the date and time.`;
}
