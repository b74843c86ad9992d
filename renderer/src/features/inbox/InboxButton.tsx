import type { ReactNode } from 'react';
import type { InboxView } from '#contract/inbox-view';
import { inboxButtonWords, inboxWords } from '#contract/words/inbox-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { IconButton } from '../../ui/IconButton.tsx';

/** Opens the list of notices and says how many were not read. */
export function InboxButton(props: { readonly inbox: InboxView; readonly onOpen: OpenDialogFn }): ReactNode {
  const { unread } = props.inbox;
  return (
    <IconButton
      icon="bell"
      label={inboxButtonWords(unread)}
      hint={inboxWords.title}
      badge={unread === 0 ? undefined : unread > 99 ? '99+' : String(unread)}
      onClick={() => props.onOpen({ kind: 'inbox' })}
    />
  );
}
