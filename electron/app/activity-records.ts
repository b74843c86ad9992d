import type { ActivityEvent, ActivityFacts, ActivityKind } from '#core/activity';
import type { KeyId } from '#core/api-key';

/**
 * The JSON inside `activity` records. A start reads over all of them, so what repeats stands once: serials follow each
 * other, and a key is its place in `keys`. Members may be added; none may change its meaning.
 */
interface StoredEvents {
  /** Serial of the first event. */
  readonly from: number;
  /** Ids and names as they were then: a key that was renamed stands here twice. */
  readonly keys: readonly (readonly [id: KeyId | null, name: string])[];
  readonly events: readonly (readonly [
    atMs: number,
    kind: ActivityKind,
    key: number,
    facts?: ActivityFacts,
  ])[];
}

/** JSON of a record. */
export function eventsToJson(events: readonly ActivityEvent[]): string {
  const places = new Map<string, number>();
  const keys: StoredEvents['keys'][number][] = [];
  const stored = events.map(({ serial: _, atMs, kind, keyId, keyName, ...facts }) => {
    const known = `${keyId}|${keyName}`;
    const place = places.get(known) ?? keys.push([keyId, keyName]) - 1;
    places.set(known, place);
    const begin = [atMs, kind, place] as const;
    return Object.keys(facts).length === 0 ? begin : ([...begin, facts] as const);
  });
  return JSON.stringify({ from: events[0]?.serial ?? 0, keys, events: stored } satisfies StoredEvents);
}

/** Reads a record that {@link eventsToJson} wrote; none where it is missing or another text. */
export function eventsFromJson(json: string | undefined): readonly ActivityEvent[] {
  if (json === undefined) return [];
  try {
    const { from, keys, events } = JSON.parse(json) as StoredEvents;
    return events.map(([atMs, kind, place, facts], index) => {
      const [keyId, keyName] = keys[place] ?? [null, ''];
      return { serial: from + index, atMs, kind, keyId, keyName, ...facts };
    });
  } catch {
    return [];
  }
}
