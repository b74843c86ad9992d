import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventsFromJson, eventsToJson } from '#app/activity-records';
import { type ActivityEvent, type ActivityFacts, activityKinds } from '#core/activity';
import type { KeyId } from '#core/api-key';

const facts: fc.Arbitrary<ActivityFacts> = fc.record(
  {
    actor: fc.constantFrom('window', 'tray', 'keyfob'),
    obtainedAtMs: fc.nat(),
    expiresAtMs: fc.option(fc.nat()),
    failure: fc.record({ kind: fc.constantFrom('refused', 'timedOut'), host: fc.string() }),
    detail: fc.string(),
  },
  { requiredKeys: [] },
);
const event = fc.record({
  atMs: fc.nat(),
  kind: fc.constantFrom(...activityKinds),
  keyId: fc.option(fc.constantFrom('a', 'b', '|').map((id) => id as KeyId)),
  keyName: fc.string({ unit: fc.constantFrom('|', 'a', 'null') }),
  facts,
});

it('events of a record are read back as they were', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(event), (from, made) => {
      const events: ActivityEvent[] = made.map(({ facts: each, ...rest }, index) => ({
        serial: from + index,
        ...rest,
        ...each,
      }));
      expect(eventsFromJson(eventsToJson(events))).toEqual(events);
    }),
  );
});

it('a full record of a key’s renewals is short, as each start reads over it', () => {
  const renewal = {
    kind: 'refreshed',
    keyName: 'production',
    obtainedAtMs: 1.78e12,
    expiresAtMs: 1.78e12,
  } as const;
  const keyId = '0b0e7c0a-1111-4222-8333-444455556666' as KeyId;
  const events = Array.from({ length: 200 }, (_, serial) => ({ serial, atMs: 1.78e12, keyId, ...renewal }));
  expect(eventsToJson(events).length).toBeLessThan(200 * 100);
});
