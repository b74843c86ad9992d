import type { InboxItemView } from '#contract/inbox-view';
import type { KeyView } from '#contract/view';
import { needsUser } from '#contract/words/key-words';

/** Whether what a notice told is over: the key was replaced, works again or has another end. */
export function isSettled({ kind, atMs, expiresAtMs }: InboxItemView, key: KeyView): boolean {
  switch (kind) {
    case 'keyExpires':
    case 'keyExpired':
      return (key.keyExpiresAtMs ?? Number.POSITIVE_INFINITY) > (expiresAtMs ?? 0);
    case 'tokenLost':
      return !needsUser(key);
    case 'rotationDue':
      return key.createdAtMs > atMs;
    case 'recordsAltered':
      return false;
  }
}
