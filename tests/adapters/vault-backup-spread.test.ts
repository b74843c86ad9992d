import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expendable } from '#adapters/vault-backup-spread';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Makes a backup at each time and removes what is expendable each time, as the product does. */
function live(times: readonly number[], isWhole = (_at: number) => true): number[] {
  let kept: { madeAtMs: number; isWhole: boolean }[] = [];
  for (const madeAtMs of times) {
    kept = [{ madeAtMs, isWhole: isWhole(madeAtMs) }, ...kept];
    const gone = new Set(expendable(kept));
    kept = kept.filter((backup) => !gone.has(backup));
  }
  return kept.map(({ madeAtMs }) => madeAtMs);
}

describe('which backups are kept', () => {
  it('has the last hours, days and weeks after a month of hourly backups', () => {
    const end = 1000 * 7 * dayMs;
    const kept = live(Array.from({ length: 30 * 24 }, (_, i) => end - (30 * 24 - i) * hourMs));
    const ages = kept.map((at) => (end - at) / hourMs);
    expect(ages.slice(0, 3)).toEqual([1, 2, 3]);
    expect(ages.filter((age) => age > 23 && age <= 72)).toHaveLength(2);
    expect(ages.filter((age) => age > 72).map((age) => Math.round(age / 24))).toEqual([7, 14]);
    expect(kept.length).toBeLessThanOrEqual(9);
  });

  it('never removes the newest three, nor more than all but nine', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 20 * dayMs }), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, (steps) => {
        let at = 0;
        const times = steps.map((step) => {
          at += step;
          return at;
        });
        const kept = live(times);
        expect(kept.slice(0, 3)).toEqual(times.slice(-3).reverse());
        expect(kept.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  it('keeps the newest one without a damaged record, however old', () => {
    const kept = live(
      Array.from({ length: 100 }, (_, i) => i * dayMs),
      (at) => at === 5 * dayMs,
    );
    expect(kept).toContain(5 * dayMs);
  });
});
