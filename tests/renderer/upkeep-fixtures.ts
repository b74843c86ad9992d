import type { ActivityEventView, ActivityPage } from '#contract/activity-view';
import type { CallInput } from '#contract/calls';
import type { InboxItemView, InboxView } from '#contract/inbox-view';
import { activityWords } from '#contract/words/activity-words';
import { day, minute } from './key-fixtures.ts';

/** A notice; by default one that a key expires in five days, unread. */
export function notice(given: Partial<InboxItemView> = {}): InboxItemView {
  return {
    id: 'notice',
    kind: 'keyExpires',
    keyId: 'id-prod',
    keyName: 'prod',
    atMs: Date.now() - 3 * 60 * minute,
    expiresAtMs: Date.now() + 5 * day + minute,
    failure: null,
    isRead: false,
    ...given,
  };
}

/** The list of notices, with its count of unread ones. */
export function inbox(
  items: readonly InboxItemView[],
  notifications: InboxView['notifications'] = 'shown',
): InboxView {
  return { items, unread: items.filter(({ isRead }) => !isRead).length, notifications };
}

/** A line of the activity log. */
export function event(
  given: Partial<ActivityEventView> & Pick<ActivityEventView, 'serial'>,
): ActivityEventView {
  return {
    atMs: Date.now(),
    kind: 'refreshed',
    keyId: 'id-prod',
    keyName: 'prod',
    actor: 'keyfob',
    expiresAtMs: null,
    failure: null,
    detail: '',
    ...given,
  };
}

const pageLength = 50;

/** Answers `activity.list` from a log whose newest line is the first. */
export function activityPage(
  log: readonly ActivityEventView[],
  { search, keyId, kinds, beforeSerial }: CallInput<'activity.list'>,
): ActivityPage {
  const found = log.filter(
    (line) =>
      (keyId === null || line.keyId === keyId) &&
      (kinds === null || kinds.includes(line.kind)) &&
      (beforeSerial === null || line.serial < beforeSerial) &&
      `${line.keyName} ${activityWords(line)}`.toLowerCase().includes(search.toLowerCase()),
  );
  return { events: found.slice(0, pageLength), hasMore: found.length > pageLength };
}
