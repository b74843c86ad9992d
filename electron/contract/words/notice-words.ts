import type { InboxItemView, NoticeKindView } from '../inbox-view.ts';
import type { FailureView } from '../view.ts';
import { failureWords } from './failure-words.ts';
import { inboxItemWords } from './inbox-words.ts';
import { count, expiryWords } from './key-words.ts';
import { coarseDuration } from './time-words.ts';
import { visibleText } from './visible-text.ts';

/** Title and text of a notification. */
export interface NoticeWords {
  readonly title: string;
  readonly body: string;
}

/** What is known of a notice. */
type NoticeFacts = Pick<InboxItemView, 'kind' | 'keyId' | 'keyName' | 'expiresAtMs' | 'failure'>;

/**
 * After a copy from the tray.
 *
 * @param remainingMs null: nothing of it expires, or nobody knows when
 * @param form what was copied, if not the token itself
 */
export function copiedWords(keyName: string, remainingMs: number | null, form: string | null): NoticeWords {
  const copied = form === null ? 'Copied' : `Copied as ${form}`;
  return {
    title: shownName(keyName),
    body: remainingMs === null ? copied : `${copied}, valid ${coarseDuration(remainingMs)}`,
  };
}

/** After a copy from the tray that gave nothing. */
export function copyFailedWords(keyName: string, failure: FailureView): NoticeWords {
  const words = failureWords(failure);
  return { title: `${shownName(keyName)}: not copied`, body: `${words.title} ${words.whatToDo}` };
}

/** After a copy from the tray that a lock cut off: lock screens show notifications, so that it names no key. */
export const copyGivenUpWords: NoticeWords = {
  title: 'Keyfob is locked',
  body: 'The copy was given up. Unlock Keyfob, then copy again.',
};

/** While a copy from the tray waits for the provider. */
export function fetchingWords(keyName: string): NoticeWords {
  return { title: shownName(keyName), body: 'Asking the provider for a new token…' };
}

/** What a notification of the system says of notices, the most urgent first: one for all. */
export function digestWords(items: readonly NoticeFacts[], nowMs: number): NoticeWords {
  const [first] = items;
  if (items.length === 1 && first !== undefined) return singleWords(first, nowMs);
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const parts = kinds.map((kind) => groupWords(kind, items, nowMs, kinds.length === 1 ? 4 : 2));
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? { title: only.title, body: `${only.names}. Click to open the first.` }
    : {
        title: `${items.length} notices about your keys`,
        body: `${parts.map(({ title, names }) => `${title}: ${names}.`).join(' ')} Click to open the first.`,
      };
}

function singleWords(item: NoticeFacts, nowMs: number): NoticeWords {
  // A notification stays on the screen, and "expired 5 s ago" would soon be wrong.
  const expiresAtMs = item.kind === 'keyExpired' ? null : item.expiresAtMs;
  const { title, whatToDo } = inboxItemWords(
    { ...item, keyName: shownName(item.keyName), expiresAtMs },
    nowMs,
  );
  const click = item.keyId === null ? 'Click to see the list.' : 'Click to open this key.';
  return { title, body: `${shortened(visibleText(whatToDo), longestText)} ${click}` };
}

const titles: Readonly<Record<NoticeKindView, readonly [one: string, many: string]>> = {
  recordsAltered: ['change to stored records', 'changes to stored records'],
  tokenLost: ['key can no longer be renewed', 'keys can no longer be renewed'],
  keyExpired: ['key has expired', 'keys have expired'],
  keyExpires: ['key expires soon', 'keys expire soon'],
  rotationDue: ['key is due for a new secret', 'keys are due for a new secret'],
};

function groupWords(kind: NoticeKindView, items: readonly NoticeFacts[], nowMs: number, atMost: number) {
  const group = items.filter((item) => item.kind === kind);
  const names = group.slice(0, atMost).map(({ keyName, expiresAtMs }) => {
    const isSoon = kind === 'keyExpires' && expiresAtMs !== null;
    return isSoon ? `${shownName(keyName)} ${expiryWords(expiresAtMs, nowMs)}` : shownName(keyName);
  });
  const more = group.length > atMost ? ` and ${group.length - atMost} more` : '';
  return { title: count(group.length, ...titles[kind]), names: names.join(', ') + more };
}

/** Longest text of a notification, in characters: a provider's message is among it. */
const longestText = 400;
/** Longest name in a notification, in characters. */
const longestName = 40;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name that cannot disturb the words around it, also one that is written from right to left (UAX 9, isolates). */
function shownName(name: string): string {
  const short = shortened(visibleText(name), longestName);
  return rightToLeft.test(short) ? `\u2068${short}\u2069` : short;
}

function shortened(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
