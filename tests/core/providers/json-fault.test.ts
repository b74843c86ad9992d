import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '#core/providers/json-fault';
import { readPresetFile } from '#core/providers/read-preset-file';
import oauth2 from '../../../electron/core/providers/presets/oauth2.json' with { type: 'json' };

describe('text that is not JSON is told with line and column', () => {
  const cases: [text: string, place: string, fix: RegExp][] = [
    ['{\n  "id": "a",\n}', 'line 2, column 12', /remove this comma/],
    ['{\n  "id": "a"\n  "name": "b"\n}', 'line 3, column 3', /put a comma before this/],
    ['{"id": "a", "b" 1}', 'line 1, column 17', /put a colon before this/],
    ['{"id": }', 'line 1, column 8', /a value is missing/],
    ['{"id": "a"', 'line 1, column 11', /ends here although/],
    ['{"id": ', 'line 1, column 8', /ends here although/],
    ['{"id"', 'line 1, column 6', /ends here although/],
    ['{"id": "a}\n', 'line 1, column 8', /no closing double quote/],
    ["{'id': 1}", 'line 1, column 2', /name of a member here, in double quotes/],
    ['{"id": \'a\'}', 'line 1, column 8', /straight double quotes/],
    ['{"id": “a”}', 'line 1, column 8', /straight double quotes/],
    ['{\r\n\t// note\r\n}', 'line 2, column 2', /remove this comment/],
    ['{"😀": 1,\r"a": 1, "a": 2}', 'line 2, column 9', /one of the two members "a"/],
    ['{"a": {"b": 1, "\\u0062": 2}}', 'line 1, column 16', /one of the two members "b"/],
    ['{"path": "C:\\dir"}', 'line 1, column 13', /backslash as two/],
    ['{"a": "x\ty"}', 'line 1, column 9', /tab/],
    ['{"a": 01}', 'line 1, column 7', /write a value here/],
    ['{"a": True}', 'line 1, column 7', /write a value here/],
    ['{"a": undefined}', 'line 1, column 7', /write a value here/],
    ['{} {}', 'line 1, column 4', /remove what follows/],
    ['id: acme', 'line 1, column 1', /write a value here/],
    ['['.repeat(60_000), 'line 1, column 34', /nested more than 32 deep/],
    ['{"a":'.repeat(10_000), 'line 1, column 166', /nested more than 32 deep/],
  ];

  it.each(cases)('%j', (text, place, fix) => {
    const reading = readPresetFile(text);
    if (reading.ok) throw new Error('accepted');
    expect(reading.problems).toEqual([{ path: place, fix: expect.stringMatching(fix) }]);
  });

  it('exactly where JSON.parse refuses it, but for repeated members and depth', () => {
    const good = JSON.stringify(oauth2, null, 2);
    const damaged = fc
      .tuple(fc.nat(good.length - 1), fc.string({ maxLength: 3 }), fc.nat(3))
      .map(([start, put, dropped]) => good.slice(0, start) + put + good.slice(start + dropped));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.json({ maxDepth: 5 }), fc.string()), (text) => {
        const fix = jsonFault(text)?.fix ?? null;
        if (fix?.startsWith('remove one of the two members')) return;
        expect(fix === null, `${fix}: ${text}`).toBe(isJson(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
