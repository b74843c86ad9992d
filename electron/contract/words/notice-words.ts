import type { FailureView } from '../view.ts';
import { failureWords } from './failure-words.ts';
import { coarseDuration } from './time-words.ts';

/** Title and text of a notification. */
export interface NoticeWords {
  readonly title: string;
  readonly body: string;
}

/**
 * After a copy from the tray.
 *
 * @param remainingMs null: nothing of it expires, or nobody knows when
 * @param form what was copied, if not the token itself
 */
export function copiedWords(keyName: string, remainingMs: number | null, form: string | null): NoticeWords {
  const copied = form === null ? 'Copied' : `Copied as ${form}`;
  return {
    title: keyName,
    body: remainingMs === null ? copied : `${copied}, valid ${coarseDuration(remainingMs)}`,
  };
}

/** After a copy from the tray that gave nothing. */
export function copyFailedWords(keyName: string, failure: FailureView): NoticeWords {
  const words = failureWords(failure);
  return { title: `${keyName}: not copied`, body: `${words.title} ${words.whatToDo}` };
}

/** While a copy from the tray waits for the provider. */
export function fetchingWords(keyName: string): NoticeWords {
  return { title: keyName, body: 'Asking the provider for a new token…' };
}

/** After a start that found stored records missing, replaced or unreadable. */
export const alteredRecordsWords: NoticeWords = {
  title: 'Check your keys in Keyfob',
  body: 'Stored records cannot be read, or were removed or replaced while Keyfob was not running. Click to see the list.',
};

/** Keys that expire soon, the soonest first: one notice for all. */
export function keyNoticeWords(keys: readonly { name: string; remainingMs: number }[]): NoticeWords {
  const [first] = keys;
  if (keys.length === 1 && first !== undefined) {
    return {
      title: `${first.name} expires in ${coarseDuration(first.remainingMs)}`,
      body: 'Make a new key at the provider in time. Click to open this key.',
    };
  }
  return {
    title: `${keys.length} keys expire soon`,
    body: `${listed(keys.map((key) => `${key.name} in ${coarseDuration(key.remainingMs)}`))}. Click to open the first.`,
  };
}

/** Keys whose token can no longer be renewed without the user: one notice for all. */
export function lostKeyWords(keys: readonly { name: string; failure: FailureView | null }[]): NoticeWords {
  const [first] = keys;
  if (keys.length === 1 && first !== undefined) {
    const words = failureWords(first.failure ?? { kind: 'keyExpired' });
    return { title: `${first.name} can no longer be renewed`, body: `${words.title} ${words.whatToDo}` };
  }
  return {
    title: `${keys.length} keys can no longer be renewed`,
    body: `${listed(keys.map((key) => key.name))}. Click to open the first.`,
  };
}

const longestList = 4;

function listed(names: readonly string[]): string {
  const rest = names.length - longestList;
  return names.slice(0, longestList).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
