import type { KeyId } from '../api-key.ts';
import { type KeyState, tokenCondition } from '../key-state.ts';

/**
 * What the user was told: how far (the level) on each subject. A smaller level is a more urgent one, and who was told it was
 * told all greater ones of that subject: so one notice after an absence tells all, and a clock that is set back or a lead
 * time that is edited to and fro repeats nothing. A subject begins with the key's id and holds what makes it another when it
 * is edited, such as the expiry.
 */
export type GivenNotices = ReadonlyMap<string, number>;

/** Whether a notice of this level, or a more urgent one, was given. */
export function isGiven(given: GivenNotices, subject: string, level: number): boolean {
  return (given.get(subject) ?? Number.POSITIVE_INFINITY) <= level;
}

/** With further notices; the same map if there are none. */
export function withGiven(
  given: GivenNotices,
  notices: readonly { readonly subject: string; readonly level: number }[],
): GivenNotices {
  if (notices.length === 0) return given;
  const all = new Map(given);
  for (const { subject, level } of notices) all.set(subject, Math.min(level, all.get(subject) ?? level));
  return all;
}

/**
 * Without what concerns keys that are gone, and losses of keys that are fresh again: the next one is told anew. The same map
 * if nothing goes.
 */
export function stillGiven(
  given: GivenNotices,
  keys: ReadonlyMap<KeyId, KeyState>,
  nowMs: number,
): GivenNotices {
  const isOver = (subject: string) => {
    const [id, what] = subject.split('|');
    const state = keys.get(id as KeyId);
    return state === undefined || (what === 'lost' && tokenCondition(state, nowMs) === 'fresh');
  };
  const over = [...given.keys()].filter(isOver);
  if (over.length === 0) return given;
  const kept = new Map(given);
  for (const subject of over) kept.delete(subject);
  return kept;
}

/** Keys whose loss was told and that were not fresh since. */
export function lostKeys(given: GivenNotices): ReadonlySet<KeyId> {
  const parts = [...given.keys()].map((subject) => subject.split('|'));
  return new Set(parts.filter(([, what]) => what === 'lost').map(([id]) => id as KeyId));
}
