import { describe, expect, it } from 'vitest';
import type { ActivityEvent, ActivityKind } from '#core/activity';
import { type ActivityQuery, activityPageLength, searchActivity } from '#core/activity-search';
import type { KeyId } from '#core/api-key';

const event = (serial: number, kind: ActivityKind = 'copied', keyName = 'prod'): ActivityEvent => ({
  serial,
  atMs: serial * 1_000,
  kind,
  keyId: `id of ${keyName}` as KeyId,
  keyName,
});
const everything: ActivityQuery = { search: '', keyId: null, kinds: null, beforeSerial: null };
const search = (events: readonly ActivityEvent[], query: Partial<ActivityQuery> = {}) =>
  searchActivity(events, { ...everything, ...query }, ({ keyName, kind }) => `${keyName} was ${kind}`);
const serials = (found: ReturnType<typeof search>) => found.events.map(({ serial }) => serial);

describe('a search', () => {
  const events = [
    event(0),
    event(1, 'failed'),
    event(2, 'copied', 'Test key'),
    event(3, 'failed', 'Test key'),
  ];

  it('gives the newest first', () => {
    expect(search(events)).toMatchObject({ hasMore: false });
    expect(serials(search(events))).toEqual([3, 2, 1, 0]);
  });

  it('demands each word, whatever its case and place', () => {
    expect(serials(search(events, { search: 'TEST' }))).toEqual([3, 2]);
    expect(serials(search(events, { search: ' failed  key ' }))).toEqual([3]);
    expect(serials(search(events, { search: 'prod copied nowhere' }))).toEqual([]);
  });

  it('takes the kinds and the key that are asked for', () => {
    expect(serials(search(events, { kinds: ['failed'] }))).toEqual([3, 1]);
    expect(serials(search(events, { kinds: [] }))).toEqual([]);
    expect(serials(search(events, { keyId: 'id of prod' }))).toEqual([1, 0]);
    expect(serials(search(events, { keyId: 'id of prod', kinds: ['failed'], search: 'was' }))).toEqual([1]);
  });

  it('turns pages without a gap and without an event twice', () => {
    const many = Array.from({ length: 2 * activityPageLength + 1 }, (_, serial) => event(serial));
    const pages: ReturnType<typeof search>[] = [];
    let beforeSerial: number | null = null;
    do {
      pages.push(search(many, { beforeSerial }));
      beforeSerial = pages.at(-1)?.events.at(-1)?.serial ?? null;
    } while (pages.at(-1)?.hasMore);
    expect(pages.map((page) => page.events.length)).toEqual([100, 100, 1]);
    expect(pages.flatMap(serials)).toEqual(many.map(({ serial }) => serial).reverse());
  });

  it('says that there is no more on a page that is just full', () => {
    const full = Array.from({ length: activityPageLength }, (_, serial) => event(serial));
    expect(search(full).hasMore).toBe(false);
    expect(search([...full, event(full.length)]).hasMore).toBe(true);
  });
});
