import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvText } from '#core/csv';

/** RFC 4180, as a reader of its own. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /"((?:[^"]|"")*)"(,|\r\n)/gy;
  for (let found = pattern.exec(csv); found !== null; found = pattern.exec(csv)) {
    rows.at(-1)?.push((found[1] ?? '').replaceAll('""', '"'));
    if (found[2] === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

it('a table is read back as it was', () => {
  const cell = fc.string({ unit: 'binary' }).map((text) => `a${text}`);
  const row = fc.array(cell, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      expect(cellsOf(csvText(rows))).toEqual(rows);
    }),
  );
});

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '"=1',
  '\n@x',
  '＝1+1',
  "=cmd|' /C calc'!A0",
])('a cell %j is no formula in a spreadsheet', (text) => {
  const [[shown] = []] = cellsOf(csvText([[text]]));
  expect(shown).toBe(`'${text}`);
});

it.each(['prod', 'a=b', '1-2', '2026-06-01T09:00:00.000Z', '', "it's"])(
  'a cell %j stays as it is',
  (text) => {
    expect(csvText([[text]])).toBe(`"${text}"\r\n`);
  },
);
