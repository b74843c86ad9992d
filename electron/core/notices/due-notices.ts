import type { KeyId } from '../api-key.ts';
import { isKeyExpired, type KeyState, needsUser, tokenCondition } from '../key-state.ts';
import type { Settings } from '../settings.ts';
import { type GivenNotices, isGiven } from './given-notices.ts';

const dayMs = 86_400_000;

/** What a notice says, the most urgent first. Stored, so never rename one. */
export const noticeKinds = [
  /** Stored records were removed or replaced while Keyfob was not running. */
  'recordsAltered',
  /** The token can no longer be renewed without the user. */
  'tokenLost',
  'keyExpired',
  'keyExpires',
  /** The key is older than the user wants keys to be. */
  'rotationDue',
] as const;

/** One of {@link noticeKinds}. */
export type NoticeKind = (typeof noticeKinds)[number];

/** A notice that is due for a key, and the mark that says it was given (given-notices.ts). */
export interface DueNotice {
  readonly kind: NoticeKind;
  readonly state: KeyState;
  readonly subject: string;
  readonly level: number;
}

/** What decides on a key's notices besides the key. */
export interface NoticeContext {
  readonly given: GivenNotices;
  /** Until when the reminders of a key are put off, epoch milliseconds. */
  readonly snoozes: ReadonlyMap<KeyId, number>;
  readonly settings: Pick<Settings, 'noticeLeadDays' | 'rotateAfterDays'>;
  readonly nowMs: number;
}

/** The notices that are due for a key now (docs/rules-and-findings.md, P4). */
export function dueNotices(state: KeyState, context: NoticeContext): readonly DueNotice[] {
  if (isUneventful(state, context)) return none;
  const notices: DueNotice[] = [];
  for (const noticeOf of [lossNotice, expiryNotice, ageNotice]) {
    const notice = noticeOf(state, context);
    if (notice !== null) notices.push(notice);
  }
  return notices;
}

const none: readonly DueNotice[] = [];

/** Most of thousands of keys, on each look. */
function isUneventful({ key, failure, use }: KeyState, { settings }: NoticeContext): boolean {
  const isWell = failure === null && use.refusedAtMs === null;
  return isWell && key.keyExpiresAtMs === null && settings.rotateAfterDays === null;
}

/** Levels of an expiry are its lead times in days, and 0 is the expiry itself. */
function expiryNotice(state: KeyState, { given, snoozes, settings, nowMs }: NoticeContext): DueNotice | null {
  const { key, isStatic } = state;
  if (key.keyExpiresAtMs === null) return null;
  const subject = `${key.id}|${key.keyExpiresAtMs}`;
  if (isKeyExpired(key, nowMs))
    return isGiven(given, subject, 0) ? null : { kind: 'keyExpired', state, subject, level: 0 };
  const leadDays = key.noticeLeadDays ?? settings.noticeLeadDays[isStatic ? 'static' : 'exchanged'];
  const remainingMs = key.keyExpiresAtMs - nowMs;
  const level = Math.min(...leadDays.filter((days) => remainingMs <= days * dayMs));
  if (level === Number.POSITIVE_INFINITY) return null;
  const snoozedUntilMs = snoozes.get(key.id);
  // The end of a snooze is a reminder of its own.
  const isDue = snoozedUntilMs === undefined ? !isGiven(given, subject, level) : snoozedUntilMs <= nowMs;
  return isDue ? { kind: 'keyExpires', state, subject, level } : null;
}

/** One for each reason, until the key has been fresh again; an expired key has a notice of its own. */
function lossNotice(state: KeyState, { given, nowMs }: NoticeContext): DueNotice | null {
  if (isKeyExpired(state.key, nowMs) || !needsUser(tokenCondition(state, nowMs))) return null;
  const reason = state.use.refusedAtMs !== null ? 'refused' : state.failure?.kind;
  const subject = `${state.key.id}|lost|${reason}`;
  return isGiven(given, subject, 0) ? null : { kind: 'tokenLost', state, subject, level: 0 };
}

/** Levels of an age are the days that it reached, negative as each is more urgent than the one before. */
function ageNotice(state: KeyState, { given, snoozes, settings, nowMs }: NoticeContext): DueNotice | null {
  const { key } = state;
  if (settings.rotateAfterDays === null || isKeyExpired(key, nowMs)) return null;
  const steps = Math.floor((nowMs - key.createdAtMs) / (settings.rotateAfterDays * dayMs));
  if (steps < 1 || (snoozes.get(key.id) ?? nowMs) > nowMs) return null;
  const subject = `${key.id}|age|${key.createdAtMs}`;
  const level = -steps * settings.rotateAfterDays;
  return isGiven(given, subject, level) ? null : { kind: 'rotationDue', state, subject, level };
}
