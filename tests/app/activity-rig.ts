import type { ActivityEventView, ActivityPage } from '#contract/activity-view';
import type { ActivityQuery } from '#core/activity-search';
import type { Result } from '#core/failure';
import type { KeyfobInMemory } from './keyfob-in-memory.ts';

const everything: ActivityQuery = { search: '', keyId: null, kinds: null, beforeSerial: null };

/** What an operation gave that cannot fail here. */
export function given<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** One page of the log. */
export async function pageOf(
  keyfob: KeyfobInMemory,
  query: Partial<ActivityQuery> = {},
): Promise<ActivityPage> {
  return given(await keyfob.app.activity.list({ ...everything, ...query }));
}

/** The newest events, the oldest first, without the vault's own. */
export async function eventsOf(
  keyfob: KeyfobInMemory,
  query: Partial<ActivityQuery> = {},
): Promise<readonly ActivityEventView[]> {
  const { events } = await pageOf(keyfob, query);
  return events.filter(({ detail }) => detail !== 'vault').toReversed();
}

/** Their kinds. */
export async function kindsOf(keyfob: KeyfobInMemory, query: Partial<ActivityQuery> = {}): Promise<string[]> {
  return (await eventsOf(keyfob, query)).map(({ kind }) => kind);
}
