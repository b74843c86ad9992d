import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueKeyNotice, keyNoticeLeadDays, marksOfKeys } from '#core/key-notices';
import { sampleKey } from '../fakes/sample-key.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 0, 1);

function keyExpiringIn(days: number) {
  return sampleKey({ keyExpiresAtMs: nowMs + days * dayMs });
}

/** Walks through the time and gives every notice that is due, as the app does. */
function noticesOver(expiresInDays: number, looksAtDays: readonly number[]): number[] {
  const key = keyExpiringIn(expiresInDays);
  const given = new Set<string>();
  return looksAtDays.filter((day) => {
    const due = dueKeyNotice(key, given, nowMs + day * dayMs);
    for (const mark of due?.marks ?? []) given.add(mark);
    return due !== null;
  });
}

describe('key expiry notice', () => {
  it('comes at 30, 14, 7 and 1 days, once each', () => {
    const everyHour = Array.from({ length: 41 * 24 }, (_, hour) => hour / 24);
    expect(noticesOver(40, everyHour).map((day) => 40 - day)).toEqual([30, 14, 7, 1]);
  });

  it('is one after an absence, not one for each threshold that passed', () => {
    expect(noticesOver(40, [0, 38, 38.5, 39.5])).toEqual([38, 39.5]);
  });

  it('does not come for a key without expiry, nor after the expiry', () => {
    expect(dueKeyNotice(sampleKey({ keyExpiresAtMs: null }), new Set(), nowMs)).toBeNull();
    expect(dueKeyNotice(keyExpiringIn(0), new Set(), nowMs)).toBeNull();
  });

  it('comes anew when the expiry was edited', () => {
    const given = new Set(dueKeyNotice(keyExpiringIn(5), new Set(), nowMs)?.marks);
    expect(dueKeyNotice(keyExpiringIn(5), given, nowMs)).toBeNull();
    expect(dueKeyNotice(keyExpiringIn(6), given, nowMs)).not.toBeNull();
  });

  it('is given at most once for each lead time, whenever the app looks', () => {
    const looks = fc.array(fc.double({ min: 0, max: 45, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(looks, (days) => {
        const sorted = days.toSorted((a, b) => a - b);
        expect(noticesOver(40, sorted).length).toBeLessThanOrEqual(keyNoticeLeadDays.length);
      }),
    );
  });

  it('forgets marks of keys that are gone', () => {
    const marks = dueKeyNotice(keyExpiringIn(5), new Set(), nowMs)?.marks ?? [];
    expect(marksOfKeys(marks, new Set([sampleKey({}).id]))).toEqual(marks);
    expect(marksOfKeys(marks, new Set(['other']))).toEqual([]);
  });
});
