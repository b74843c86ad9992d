import type { ApiKey } from './api-key.ts';

/** Days before a key's expiry at which its user is told, the longest first (docs/rules-and-findings.md, P4). */
export const keyNoticeLeadDays: readonly number[] = [30, 14, 7, 1];

const dayMs = 86_400_000;

/** A notice that is due, and the marks that say it was given. */
export interface DueNotice {
  readonly key: ApiKey;
  readonly remainingMs: number;
  /**
   * Marks to store before the notice is shown: the reached lead time and every longer one, so that after an absence one
   * notice tells all. The expiry is part of a mark: a key whose expiry was edited is announced anew.
   */
  readonly marks: readonly string[];
}

/** The notice that is due for a key, or null: none was reached, or it was given already. */
export function dueKeyNotice(key: ApiKey, given: ReadonlySet<string>, nowMs: number): DueNotice | null {
  if (key.keyExpiresAtMs === null) return null;
  const expiresAtMs = key.keyExpiresAtMs;
  const remainingMs = expiresAtMs - nowMs;
  if (remainingMs <= 0) return null;
  const reached = keyNoticeLeadDays.filter((days) => remainingMs <= days * dayMs);
  const marks = reached.map((days) => `${key.id}|${expiresAtMs}|${days}`);
  const soonest = marks.at(-1);
  return soonest === undefined || given.has(soonest) ? null : { key, remainingMs, marks };
}

/** Marks that still belong to a stored key; the rest may be forgotten. */
export function marksOfKeys(marks: Iterable<string>, keyIds: ReadonlySet<string>): string[] {
  return [...marks].filter((mark) => keyIds.has(mark.split('|')[0] ?? ''));
}
