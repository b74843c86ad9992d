import { useEffect, useState } from 'react';
import type { InboxItemView } from '#contract/inbox-view';
import { ask } from '../../bridge.ts';
import { useServices } from '../../state/services.ts';

/** How long the list must be open before what it shows counts as read. */
const seenAfterMs = 1_000;
/** As many as one call takes. */
const mostAtOnce = 1_000;

/** Marks as read what the open list shows, after a moment. Gives what was unread at any time since it was opened. */
export function useMarkRead(items: readonly InboxItemView[]): ReadonlySet<string> {
  const { bridge } = useServices();
  const unread = items.filter(({ isRead }) => !isRead).map(({ id }) => id);
  const [wasUnread, setWasUnread] = useState<ReadonlySet<string>>(new Set(unread));
  if (unread.some((id) => !wasUnread.has(id))) setWasUnread(new Set([...wasUnread, ...unread]));

  const ids = unread.slice(0, mostAtOnce).join('\n');
  useEffect(() => {
    if (ids === '') return;
    // If it fails they stay unread, which is the truth and can be seen.
    const timer = setTimeout(
      () => void ask(bridge, 'inbox.markRead', { itemIds: ids.split('\n') }),
      seenAfterMs,
    );
    return () => clearTimeout(timer);
  }, [ids, bridge]);
  return wasUnread;
}
