import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDataosTable } from '#core/providers/dataos-table';

const key = (name: string) => btoa(`${name}.3f1e9a52-7c1d-4b1e-9d0c-5a2b8e4f6c11`);
const row = (name: string, expiresAtMs: number | null) => ({
  token: key(name),
  type: 'apikey',
  expiresAtMs,
  name,
});

const older = `INFO[0000] 🔑 user apikey get...
INFO[0000] 🔑 user apikey get...complete

                TOKEN                |  TYPE  |      EXPIRATION      |          NAME
-------------------------------------|--------|----------------------|--------------------------
  ${key('token_quite_oddly_calm_otter')} | apikey | 2030-08-10T23:00:00Z | token_quite_oddly_calm_otter
  ${key('token_4f2a')} | apikey | 2030-08-11T23:00:00Z | token_4f2a
`;
const newer = `INFO[0000] 🔑 user apikey...
INFO[0000] 🔑 user apikey...complete

                TOKEN                │  TYPE  │        EXPIRATION         │      NAME
─────────────────────────────────────┼────────┼───────────────────────────┼────────────────
  ${key('test_api_key')} │ apikey │ 2030-11-29T12:30:00+05:30 │ test_api_key
`;
const heading = 'TOKEN | TYPE | EXPIRATION | NAME\n------|------|------------|-----\n';

describe('readDataosTable', () => {
  it('reads the table of older builds, with several keys and names that the tool made up', () => {
    expect(readDataosTable(older)).toEqual([
      row('token_quite_oddly_calm_otter', Date.UTC(2030, 7, 10, 23)),
      row('token_4f2a', Date.UTC(2030, 7, 11, 23)),
    ]);
  });

  it('reads the table of newer builds, with the offset of the machine', () => {
    expect(readDataosTable(newer)).toEqual([row('test_api_key', Date.UTC(2030, 10, 29, 7))]);
  });

  it('reads either with the line ends of Windows', () => {
    for (const text of [older, newer]) {
      expect(readDataosTable(text.replaceAll('\n', '\r\n'))).toEqual(readDataosTable(text));
    }
  });

  it('passes over log lines wherever they stand, whatever became of their symbol', () => {
    const garbled = older.replaceAll('🔑', 'ðŸ”‘').replace('INFO[0000]', 'INFO[0012] \ufffd\ufffd');
    expect(readDataosTable(garbled)).toEqual(readDataosTable(older));
    const lines = newer.split('\n');
    const noise = ['WARN[0003] a newer version is there', 'time="2030-01-01" level=info msg="a │ b"', ''];
    for (let at = 0; at <= lines.length; at++) {
      expect(readDataosTable(lines.toSpliced(at, 0, ...noise).join('\n'))).toEqual(readDataosTable(newer));
    }
  });

  it('goes by headings: cells may touch the separator, leave their column or stand in another order', () => {
    const long = key('n'.repeat(300));
    expect(readDataosTable(`${heading}${long}|apikey|2030-08-10T23:00:00Z|tight`)).toEqual([
      { token: long, type: 'apikey', expiresAtMs: Date.UTC(2030, 7, 10, 23), name: 'tight' },
    ]);
    const turned = `|NAME|EXPIRATION|TOKEN|TYPE|\n|a|2030-08-10T23:00:00Z|${key('a')}|apikey|`;
    expect(readDataosTable(turned)).toEqual([row('a', Date.UTC(2030, 7, 10, 23))]);
  });

  it('keeps two rows with the same name, and names with spaces', () => {
    const two = `${heading}${key('a')}|apikey|2030-01-01T00:00:00Z|my key\n${key('b')}|apikey|2030-01-02T00:00:00Z|my key`;
    expect(readDataosTable(two)?.map(({ token, name }) => [token, name])).toEqual([
      [key('a'), 'my key'],
      [key('b'), 'my key'],
    ]);
  });

  it('leaves out other types, rows without a key and rows that are cut off', () => {
    const rows = [
      `${key('s')}|session|2030-01-01T00:00:00Z|s`,
      '|apikey|2030-01-01T00:00:00Z|none',
      `${key('c')}|apikey|2030-01-01T0`,
      `${key('a')}|apikey|2030-01-01T00:00:00Z|a|b`,
    ];
    expect(readDataosTable(heading + rows.join('\n'))).toEqual([]);
  });

  it('says null for a time that is none', () => {
    expect(readDataosTable(`${heading}${key('a')}|apikey|never|a`)).toEqual([row('a', null)]);
  });

  it('tells an empty list from no list', () => {
    expect(readDataosTable(heading)).toEqual([]);
    expect(readDataosTable('INFO[0000] 🔑 user apikey get...\nINFO[0001] not signed in')).toBeNull();
    expect(readDataosTable('TOKEN | NAME\nabc | a')).toBeNull();
    expect(readDataosTable('')).toBeNull();
  });

  it('finds again what stands in a table of any size, in both forms', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 1, maxLength: 20 });
    const someRow = fc.record({
      name: cell,
      expiresAtMs: fc.integer({ min: 0, max: 4e9 }).map((s) => s * 1000),
    });
    fc.assert(
      fc.property(
        fc.array(someRow, { maxLength: 8 }),
        fc.constantFrom('|', '│'),
        fc.nat(5),
        (rows, bar, pad) => {
          const line = (cells: string[]) => cells.map((text) => ' '.repeat(pad) + text).join(bar);
          const text = [
            line(['TOKEN', 'TYPE', 'EXPIRATION', 'NAME']),
            ...rows.map(({ name, expiresAtMs }) =>
              line([key(name), 'apikey', new Date(expiresAtMs).toISOString(), name]),
            ),
          ].join('\n');
          expect(readDataosTable(text)).toEqual(rows.map(({ name, expiresAtMs }) => row(name, expiresAtMs)));
        },
      ),
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'TOKEN',
      'TYPE',
      'EXPIRATION',
      'NAME',
      '|',
      '│',
      'apikey',
      '\n',
      'a',
      ' ',
      '-',
    );
    const nearTable = fc.array(piece, { maxLength: 60 }).map((pieces) => heading + pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearTable), (text) => {
        for (const found of readDataosTable(text) ?? []) expect(found.token).not.toBe('');
      }),
    );
  });
});
