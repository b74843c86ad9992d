import type { ReactNode } from 'react';
import type { InboxItemView, NoticeKindView } from '#contract/inbox-view';
import type { KeyView, PresetView } from '#contract/view';
import { momentWords } from '#contract/words/date-words';
import { agoWords, inboxItemWords, inboxWords, snoozedWords } from '#contract/words/inbox-words';
import type { OpenDialogFn } from '../../state/open-dialog.ts';
import { useNow } from '../../state/use-now.ts';
import { Glyph, type IconName } from '../../ui/Glyph.tsx';
import listStyles from '../../ui/ItemList.module.css';
import { OutsideText } from '../../ui/OutsideText.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { FixButtons } from '../keys/FixButtons.tsx';
import { SnoozeMenu, useSnoozedUntil } from '../keys/SnoozeMenu.tsx';
import styles from './Inbox.module.css';
import { isSettled } from './item-key.ts';

const icons: Record<NoticeKindView, IconName> = {
  keyExpires: 'calendar',
  keyExpired: 'warning',
  tokenLost: 'ban',
  rotationDue: 'rotate',
  recordsAltered: 'shield',
};

interface InboxItemProps {
  readonly item: InboxItemView;
  /** It was not read when the list was opened. */
  readonly isNew: boolean;
  /** The key that it tells of; undefined: none, or it is gone. */
  readonly subject: KeyView | undefined;
  readonly preset: PresetView | undefined;
  /** Shows the key's row. */
  readonly onShow: (keyId: string) => void;
  readonly onOpen: OpenDialogFn;
}

/** One notice: what, when, and the way out. A click anywhere but on its buttons shows the key. */
export function InboxItem({ item, isNew, subject, preset, onShow, onOpen }: InboxItemProps): ReactNode {
  const ago = useNow((nowMs) => agoWords(item.atMs, nowMs));
  const isOver = subject !== undefined && isSettled(item, subject);
  const isGone = subject === undefined && item.kind !== 'recordsAltered';
  const over = isOver ? inboxWords.settled : isGone ? inboxWords.keyGone : null;
  // What is over is told as it was then.
  const title = useNow((nowMs) => inboxItemWords(item, over === null ? nowMs : item.atMs).title);
  const whatToDo = useNow((nowMs) => inboxItemWords(item, nowMs).whatToDo);
  return (
    <li
      className={`${listStyles['item']} ${styles['item']}`}
      data-new={isNew || undefined}
      data-kind={over === null ? item.kind : 'over'}
    >
      <span className={styles['glyph']}>
        <Glyph name={icons[item.kind]} />
      </span>
      <div className={listStyles['words']}>
        <h3 className={`${listStyles['title']} ${styles['title']}`}>
          {isNew && <VisuallyHidden>Unread: </VisuallyHidden>}
          {subject === undefined ? (
            <OutsideText text={title} />
          ) : (
            <button type="button" className={styles['show']} onClick={() => onShow(subject.id)}>
              <OutsideText text={title} />
            </button>
          )}
        </h3>
        <p>
          <OutsideText text={over ?? whatToDo} />
        </p>
        <p className={styles['when']}>
          <time dateTime={new Date(item.atMs).toISOString()} title={momentWords(item.atMs)}>
            {ago}
          </time>
          {subject && over === null && <SnoozedNote subject={subject} />}
        </p>
      </div>
      {subject && over === null && (
        <span className={styles['buttons']}>
          <FixButtons subject={subject} preset={preset} onOpen={onOpen} />
          {(item.kind === 'keyExpires' || item.kind === 'rotationDue') && <SnoozeMenu subject={subject} />}
        </span>
      )}
    </li>
  );
}

function SnoozedNote({ subject }: { readonly subject: KeyView }): ReactNode {
  const untilMs = useSnoozedUntil(subject);
  return untilMs === null ? null : ` · ${snoozedWords(untilMs)}`;
}
