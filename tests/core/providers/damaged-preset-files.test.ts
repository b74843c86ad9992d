import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPresetFile } from '#core/providers/read-preset-file';

const folder = 'electron/core/providers/presets';
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const texts = new Map(files.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));

type Json = Record<string, unknown>;

/** Changes one random node: removes it, gives it another value, or renames it. */
function mutated(root: unknown, pick: () => number): void {
  let parent = root as Json;
  for (;;) {
    const names = Object.keys(parent);
    const name = names[Math.floor(pick() * names.length)];
    if (name === undefined) return;
    const child = parent[name];
    if (typeof child === 'object' && child !== null && pick() < 0.75) {
      parent = child as Json;
      continue;
    }
    const kind = Math.floor(pick() * 3);
    if (kind === 1) parent[name] = replacements[Math.floor(pick() * replacements.length)];
    else if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else {
      delete parent[name];
      if (kind === 2) parent[`${name.slice(0, -1)}${pick() < 0.5 ? '' : 'x'}`] = child;
    }
    return;
  }
}

const replacements: unknown[] = [
  null,
  true,
  0,
  -1,
  1e300,
  '',
  '{{',
  '{{token}}',
  'http://evil.example',
  '__proto__',
  'x'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  { byField: 'x' },
  { kind: 'none' },
  JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1}'),
];

it('a shipped preset with random damage is accepted or told with a place, and nothing is thrown', () => {
  let refused = 0;
  const damage = fc.tuple(
    fc.constantFrom(...texts.keys()),
    fc.integer({ min: 1, max: 3 }),
    fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })),
  );
  fc.assert(
    fc.property(damage, ([name, times, stream]) => {
      const value: unknown = JSON.parse(texts.get(name) ?? '');
      for (let time = 0; time < times; time++) mutated(value, () => stream.next().value ?? 0);
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
  expect(({} as Json)['polluted']).toBeUndefined();
});
