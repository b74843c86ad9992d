import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPresetFile } from '#core/providers/read-preset-file';
import { damagedPreset } from './preset-damage.ts';

it('a shipped preset with random damage is accepted or told with a place, and nothing is thrown', () => {
  let refused = 0;
  fc.assert(
    fc.property(damagedPreset, (value) => {
      const reading = readPresetFile(JSON.stringify(value));
      if (reading.ok) return;
      refused += 1;
      expect(reading.problems.length).toBeGreaterThan(0);
      for (const { path, fix } of reading.problems) {
        expect(path).not.toBe('');
        expect(fix).toMatch(/\S.{5,}/);
        expect(fix).not.toMatch(/Expected|undefined|Invalid|\[object/);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(refused).toBeGreaterThan(500);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
