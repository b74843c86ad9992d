import type { KeyView, TokenView } from '../view.ts';
import { coarseDuration } from './time-words.ts';

const dayMs = 86_400_000;

/** How near the end of a key is; 7 and 30 days are also thresholds of notices. */
export type ExpiryLevel = 'none' | 'far' | 'month' | 'week' | 'expired';

/** How near the end of a key is at a moment. */
export function expiryLevel(expiresAtMs: number | null, nowMs: number): ExpiryLevel {
  if (expiresAtMs === null) return 'none';
  const left = expiresAtMs - nowMs;
  if (left <= 0) return 'expired';
  if (left <= 7 * dayMs) return 'week';
  return left <= 30 * dayMs ? 'month' : 'far';
}

/** "in 12 days", "expired 3 days ago". */
export function expiryWords(expiresAtMs: number, nowMs: number): string {
  const left = expiresAtMs - nowMs;
  return left > 0 ? `in ${coarseDuration(left)}` : `expired ${coarseDuration(-left)} ago`;
}

/** How old a key is: "Added 200 days ago". */
export function ageWords(createdAtMs: number, nowMs: number): string {
  const days = ageDays(createdAtMs, nowMs);
  return days === 0 ? 'Added today' : `Added ${count(days, 'day', 'days')} ago`;
}

/** Whole days since a key was made. */
export function ageDays(createdAtMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - createdAtMs) / dayMs));
}

/** A number with its noun: "1 key", "2 keys". */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/**
 * Whether a key waits for its user: nothing works until they act. The same rule as in core/key-state.ts; a test in
 * tests/architecture compares the two.
 */
export function needsUser({ token }: { readonly token: Pick<TokenView, 'state'> }): boolean {
  return token.state === 'needsYou' || token.state === 'rejected';
}

/** A part of the summary; urgent ones wait for the user. */
export interface SummaryPart {
  readonly words: string;
  readonly urgent: boolean;
}

/** One line over all keys, in parts: "6 keys", "all fresh"; or "6 keys", "1 needs you", "1 expires within 30 days". */
export function summaryParts(keys: readonly KeyView[], nowMs: number): readonly SummaryPart[] {
  if (keys.length === 0) return [];
  const having = (state: KeyView['token']['state']): number =>
    keys.filter((key) => key.token.state === state).length;
  const waiting = keys.filter(needsUser).length;
  const ending = keys.filter(
    (key) => !needsUser(key) && ['month', 'week'].includes(expiryLevel(key.keyExpiresAtMs, nowMs)),
  ).length;
  const parts: SummaryPart[] = [];
  const add = (words: string, urgent = false): void => void parts.push({ words, urgent });
  add(count(keys.length, 'key', 'keys'));
  if (waiting > 0) add(count(waiting, 'needs you', 'need you'), true);
  if (having('retrying') > 0) add(`${having('retrying')} retrying`);
  if (having('offline') > 0) add(`${having('offline')} offline`);
  if (parts.length === 1) {
    const fresh = having('fresh') + having('refreshing');
    add(fresh === keys.length ? 'all fresh' : `${fresh} fresh`);
  }
  if (ending > 0) add(`${count(ending, 'expires', 'expire')} within 30 days`);
  return parts;
}
