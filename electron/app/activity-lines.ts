import type { ActivityEventView } from '#contract/activity-view';
import { activityActorWords, activityKindWords, activityWords } from '#contract/words/activity-words';
import type { ActivityEvent } from '#core/activity';
import { csvText } from '#core/csv';

/** What the page and an export see of an event. */
export function activityView({
  serial,
  atMs,
  kind,
  keyId,
  keyName,
  ...facts
}: ActivityEvent): ActivityEventView {
  const { actor = null, expiresAtMs = null, failure = null, detail = '' } = facts;
  return { serial, atMs, kind, keyId, keyName, actor, expiresAtMs, failure, detail };
}

/** What a search looks through: all that a person reads in the line. */
export function searchedText(event: ActivityEvent): string {
  const { keyName, kind, failure = null } = event;
  return [keyName, activityKindWords[kind], activityWords(activityView(event)), failure?.host].join(' ');
}

const columns = [
  'Time (UTC)',
  'Key',
  'Event',
  'Kind',
  'By',
  'Token valid until (UTC)',
  'Failure',
  'Host',
  'Key id',
];

/** A table for people; times in UTC. */
export function activityCsv(events: readonly ActivityEvent[]): string {
  const rows = events
    .map(activityView)
    .map((event) => [
      utc(event.atMs),
      event.keyName,
      activityWords(event),
      event.kind,
      event.actor === null ? '' : activityActorWords[event.actor],
      event.expiresAtMs === null ? '' : utc(event.expiresAtMs),
      event.failure?.kind ?? '',
      event.failure?.host ?? '',
      event.keyId ?? '',
    ]);
  return csvText([columns, ...rows]);
}

/** All facts for programs: a list of events, times in epoch milliseconds and as `at` in UTC. */
export function activityJson(events: readonly ActivityEvent[]): string {
  const lines = events.map((event) => JSON.stringify({ at: utc(event.atMs), ...activityView(event) }));
  return `[\n${lines.join(',\n')}\n]\n`;
}

function utc(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
