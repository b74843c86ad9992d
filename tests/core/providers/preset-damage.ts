import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';

const folder = 'electron/core/providers/presets';
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Texts of the presets that come with Keyfob, by file name. */
export const shippedTexts: ReadonlyMap<string, string> = new Map(
  files.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
);

type Json = Record<string, unknown>;

const chances = fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true }));

/** A shipped preset in which up to three random nodes were removed, replaced or renamed. */
export const damagedPreset: fc.Arbitrary<unknown> = fc
  .tuple(fc.constantFrom(...shippedTexts.keys()), fc.integer({ min: 1, max: 3 }), chances)
  .map(([name, times, stream]) => {
    const value: unknown = JSON.parse(shippedTexts.get(name) ?? '');
    for (let time = 0; time < times; time++) mutated(value, () => stream.next().value ?? 0);
    return value;
  });

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
