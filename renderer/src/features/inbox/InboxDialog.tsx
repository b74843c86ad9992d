import type { ReactNode } from 'react';
import type { Snapshot } from '#contract/view';
import { inboxWords, notificationsWarning } from '#contract/words/inbox-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/Button.tsx';
import { CenterPanel } from '../../ui/CenterPanel.tsx';
import { Dialog, DialogBody, DialogFoot } from '../../ui/Dialog.tsx';
import listStyles from '../../ui/ItemList.module.css';
import { Note } from '../../ui/Note.tsx';
import styles from './Inbox.module.css';
import { InboxItem } from './InboxItem.tsx';
import { moveInList } from './move-in-list.ts';
import { useClearInbox } from './use-clear-inbox.ts';
import { useMarkRead } from './use-mark-read.ts';

interface InboxDialogProps {
  readonly snapshot: Snapshot;
  readonly onOpen: OpenDialogFn;
  readonly onClose: () => void;
}

/** Every notice that was given, the newest first. What is seen here is read. */
export function InboxDialog({ snapshot, onOpen, onClose }: InboxDialogProps): ReactNode {
  const clear = useClearInbox();
  const { shownKey } = useServices();
  const { items } = snapshot.inbox;
  const news = useMarkRead(items);
  const warning = notificationsWarning(snapshot.inbox);
  const show = (keyId: string): void => {
    onClose();
    shownKey.show(keyId);
  };
  return (
    <Dialog size="large" title={inboxWords.title} onDismiss={onClose}>
      <DialogBody>
        {warning && (
          <Note icon="bellOff" tone="warning">
            <strong>{warning.title}</strong> {warning.whatToDo}
          </Note>
        )}
        {items.length === 0 && (
          <CenterPanel icon="bell" inDialog title={inboxWords.emptyTitle} text={inboxWords.emptyText} />
        )}
        {items.length > 0 && (
          <ul className={`${listStyles['list']} ${styles['list']}`} onKeyDown={moveInList}>
            {items.map((item) => {
              const subject = snapshot.keys.find(({ id }) => id === item.keyId);
              return (
                <InboxItem
                  key={item.id}
                  item={item}
                  isNew={news.has(item.id)}
                  subject={subject}
                  preset={snapshot.presets.find(({ id }) => id === subject?.presetId)}
                  onShow={show}
                  onOpen={onOpen}
                />
              );
            })}
          </ul>
        )}
      </DialogBody>
      <DialogFoot
        aside={
          items.length > 0 && (
            <Button tone="quiet" onClick={clear}>
              {inboxWords.clear}
            </Button>
          )
        }
      >
        <Button onClick={onClose}>Close</Button>
      </DialogFoot>
    </Dialog>
  );
}
