import type { ReactNode } from 'react';
import type { ActivityEventView } from '#contract/activity-view';
import { activityActorWords, activityWords } from '#contract/words/activity-words';
import { clockWords, dateWords, momentWords } from '#contract/words/date-words';
import { useNow } from '../../state/use-now.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './Activity.module.css';
import { activityIcons } from './activity-kinds.ts';
import { byDay } from './activity-pages.ts';

interface ActivityListProps {
  readonly events: readonly ActivityEventView[];
  /** Of one key alone: its name need not stand in each line. */
  readonly isOfOneKey: boolean;
}

/** The lines under their days. */
export function ActivityList({ events, isOfOneKey }: ActivityListProps): ReactNode {
  const today = useNow(dateWords);
  const days = byDay(events, dateWords);
  return days.map(({ day, events: ofDay }) => (
    <section key={day} aria-label={day}>
      <h3 className={styles['day']}>{day === today ? `Today, ${day}` : day}</h3>
      <ol className={styles['lines']}>
        {ofDay.map((event) => (
          <ActivityLine key={event.serial} event={event} showsName={!isOfOneKey && event.keyName !== ''} />
        ))}
      </ol>
    </section>
  ));
}

interface ActivityLineProps {
  readonly event: ActivityEventView;
  readonly showsName: boolean;
}

function ActivityLine({ event, showsName }: ActivityLineProps): ReactNode {
  return (
    <li className={styles['line']} data-kind={event.kind}>
      <time
        className={styles['time']}
        dateTime={new Date(event.atMs).toISOString()}
        title={momentWords(event.atMs)}
      >
        {clockWords(event.atMs)}
      </time>
      <Glyph name={activityIcons[event.kind]} />
      <p className={styles['words']}>
        {showsName && (
          <>
            <strong>
              <OutsideText text={event.keyName} />
            </strong>
            {': '}
          </>
        )}
        <OutsideText text={activityWords(event)} />
      </p>
      {event.actor !== null && <span className={styles['actor']}>{activityActorWords[event.actor]}</span>}
    </li>
  );
}
