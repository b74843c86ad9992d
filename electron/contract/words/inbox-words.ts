import type { InboxItemView, InboxView } from '../inbox-view.ts';
import { dateWords } from './date-words.ts';
import { failureWords } from './failure-words.ts';
import { count, expiryWords } from './key-words.ts';
import { coarseDuration } from './time-words.ts';

/** What a notice says, and what to do about it. */
export interface InboxItemWords {
  readonly title: string;
  readonly whatToDo: string;
}

/** The words of one notice in the window's list of notices. */
export function inboxItemWords(
  item: Pick<InboxItemView, 'kind' | 'keyName' | 'expiresAtMs' | 'failure'>,
  nowMs: number,
): InboxItemWords {
  const { kind, keyName, expiresAtMs, failure } = item;
  switch (kind) {
    case 'keyExpires':
    case 'keyExpired':
      return expiryNotice(keyName, expiresAtMs, nowMs);
    case 'tokenLost': {
      const why = failureWords(failure ?? { kind: 'keyExpired' });
      return { title: `${keyName} can no longer be renewed`, whatToDo: `${why.title} ${why.whatToDo}` };
    }
    case 'rotationDue':
      return {
        title: `${keyName} is due for a new secret`,
        whatToDo: 'It is older than you want keys to be. Replace it when it suits you.',
      };
    case 'recordsAltered':
      return {
        title: 'Stored records were changed or cannot be read',
        whatToDo:
          'Records were damaged, removed or replaced while Keyfob was not running. Check that your keys are all here and up to date.',
      };
  }
}

/** By the time, not by the kind: a notice that was given before the end may be read after it. */
function expiryNotice(keyName: string, expiresAtMs: number | null, nowMs: number): InboxItemWords {
  if (expiresAtMs !== null && expiresAtMs > nowMs) {
    return {
      title: `${keyName} expires ${expiryWords(expiresAtMs, nowMs)}`,
      whatToDo: `It works until ${dateWords(expiresAtMs)}. Make a new key at the provider in time.`,
    };
  }
  return {
    title:
      expiresAtMs === null || nowMs - expiresAtMs < 60_000
        ? `${keyName} has expired`
        : `${keyName} ${expiryWords(expiresAtMs, nowMs)}`,
    whatToDo: 'Make a new key at the provider and enter it here.',
  };
}

/** Texts of the list of notices. */
export const inboxWords = {
  title: 'Notices',
  emptyTitle: 'No notices',
  emptyText: 'Keyfob tells you here and on the desktop when a key is about to expire or needs you.',
  clear: 'Clear all',
  cleared: 'All notices are cleared',
  undo: 'Undo',
  settled: 'Settled since then.',
  keyGone: 'The key is no longer in Keyfob.',
  snooze: {
    day: 'For 1 day',
    week: 'For 1 week',
    expiry: 'Until it expires',
    none: 'Stop snoozing',
  },
} as const;

/** After the undo of a clearing. */
export function broughtBackWords(restored: number): string {
  return restored === 0
    ? 'These notices are gone: Keyfob was locked since'
    : `${count(restored, 'notice is', 'notices are')} back`;
}

/** Name of the button that opens the list of notices: "Notices: 3 unread". */
export function inboxButtonWords(unread: number): string {
  return unread === 0 ? inboxWords.title : `${inboxWords.title}: ${count(unread, 'unread', 'unread')}`;
}

/** Until when the notices of a key are put off: "Snoozed until 12 Mar 2026". */
export function snoozedWords(untilMs: number): string {
  return `Snoozed until ${dateWords(untilMs)}`;
}

/** Why notices do not reach the desktop, and what to do; null when they do. */
export function notificationsWarning({
  notifications,
}: Pick<InboxView, 'notifications'>): InboxItemWords | null {
  switch (notifications) {
    case 'shown':
      return null;
    case 'unavailable':
      return {
        title: 'Notices do not reach your desktop.',
        whatToDo:
          'It offers no notifications. On Linux, start a notification service such as mako or dunst, or the one of your desktop. Until then, look here.',
      };
    case 'failed':
      return {
        title: 'The desktop did not show the last notice.',
        whatToDo:
          'Check that Keyfob may show notifications. On Linux, also check that your notification service still runs. Until then, look here.',
      };
  }
}

/** When a notice came: "3 h ago", "just now". */
export function agoWords(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs;
  return ms < 60_000 ? 'just now' : `${coarseDuration(ms)} ago`;
}
