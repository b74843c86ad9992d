import type { ActivityEventView, ActivityPage } from '#contract/activity-view';

/** The lines that are shown when the newest ones were asked for again. Without a common line all between is unknown: a new start. */
export function withNewer(shown: ActivityPage, newest: ActivityPage): ActivityPage {
  const oldest = newest.events.at(-1)?.serial;
  const first = shown.events[0]?.serial;
  if (oldest === undefined || first === undefined || !newest.hasMore || first < oldest) return newest;
  const older = shown.events.filter(({ serial }) => serial < oldest);
  return older.length === 0 ? newest : { events: [...newest.events, ...older], hasMore: shown.hasMore };
}

/** The lines that are shown when older ones came. */
export function withOlder(shown: ActivityPage, older: ActivityPage): ActivityPage {
  const last = shown.events.at(-1)?.serial ?? Number.POSITIVE_INFINITY;
  const added = older.events.filter(({ serial }) => serial < last);
  return { events: [...shown.events, ...added], hasMore: older.hasMore };
}

/** Lines of one day, the newest first. */
export interface ActivityDay {
  readonly day: string;
  readonly events: readonly ActivityEventView[];
}

/** Lines under the day on which they happened; their order stays. */
export function byDay(
  events: readonly ActivityEventView[],
  dayOf: (atMs: number) => string,
): readonly ActivityDay[] {
  const days: { day: string; events: ActivityEventView[] }[] = [];
  for (const event of events) {
    const day = dayOf(event.atMs);
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}
