import type { ActivityEvent, ActivityKind } from './activity.ts';

/** Which events are wanted. */
export interface ActivityQuery {
  /** Each word must be part of the event's text, in any order, small and capital letters alike. */
  readonly search: string;
  readonly keyId: string | null;
  /** Null: all. */
  readonly kinds: readonly ActivityKind[] | null;
  /** Only older ones than this; null: from the newest on. */
  readonly beforeSerial: number | null;
}

/** Events on a page. */
export const activityPageLength = 100;

/**
 * The newest events that match, the newest first, and whether there are older ones.
 *
 * @param events by serial, the oldest first
 * @param textOf what is searched: what a person reads in the line
 */
export function searchActivity(
  events: readonly ActivityEvent[],
  query: ActivityQuery,
  textOf: (event: ActivityEvent) => string,
): { readonly events: readonly ActivityEvent[]; readonly hasMore: boolean } {
  const words = query.search.toLowerCase().split(/\s+/);
  const found: ActivityEvent[] = [];
  for (const event of events.toReversed()) {
    if (!isAsked(event, query) || !holdsAll(textOf(event), words)) continue;
    if (found.length === activityPageLength) return { events: found, hasMore: true };
    found.push(event);
  }
  return { events: found, hasMore: false };
}

function isAsked({ serial, keyId, kind }: ActivityEvent, query: ActivityQuery): boolean {
  if (query.beforeSerial !== null && serial >= query.beforeSerial) return false;
  if (query.keyId !== null && keyId !== query.keyId) return false;
  return query.kinds === null || query.kinds.includes(kind);
}

function holdsAll(text: string, words: readonly string[]): boolean {
  const folded = text.toLowerCase();
  return words.every((word) => folded.includes(word));
}
