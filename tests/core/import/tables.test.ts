import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '#core/import/parse-csv';
import { readImport } from '#core/import/read-import';
import { found, opened, presets, problemsOf } from './importable-presets.ts';

describe('the table of dataos-ctl', () => {
  const table = `INFO[0000] ðŸ”‘ user apikey get...
INFO[0000] ðŸ”‘ user apikey get...complete

                TOKEN                │  TYPE  │        EXPIRATION         │      NAME
─────────────────────────────────────┼────────┼───────────────────────────┼────────────────
  S0VZMQ==                           │ apikey │ 2024-11-29T12:30:00+05:30 │ test_api_key
  S0VZMg==│ apikey │ 2024-12-01T00:00:00Z │ other
  S0VZMw==                           │ ticket │ 2024-12-01T00:00:00Z │ not_a_key
`;

  it('gives a key for each row', () => {
    expect(found(table)).toMatchObject([
      {
        source: 'dataosTable',
        suggestedName: 'test_api_key',
        presetId: 'dataos',
        secrets: { apiKey: 'S0VZMQ==' },
        keyExpiresAtMs: Date.UTC(2024, 10, 29, 7),
      },
      { suggestedName: 'other', secrets: { apiKey: 'S0VZMg==' } },
    ]);
  });

  it('without rows has no key', () => {
    expect(problemsOf(table.split('\n').slice(0, 5).join('\n'))).toEqual(['noKey']);
  });
});

describe('CSV', () => {
  it('finds providers by name, host or token URL, and fields by their labels', () => {
    const text = `\ufeffName,Provider,Client ID,"Client Secret",Host,Token URL,Notes,Expires\r
prod,CelerData,id1,"s,""1""",,,"two\r
lines",2030-01-01\r
,,id2,s2,acme.certara.ai,,,\r
x,,id3,s3,,https://t.example/token,,\r
bad,Nobody,id4,s4,,,,\r
empty,celerdata,id5,,,,,\r
`;
    const { candidates, problems } = readImport(text, presets);
    expect(candidates.map(opened)).toMatchObject([
      {
        source: 'csv',
        suggestedName: 'prod',
        presetId: 'celerdata',
        description: 'two lines',
        keyExpiresAtMs: Date.UTC(2030, 0, 1),
        fields: { clientId: 'id1' },
        secrets: { clientSecret: 's,"1"' },
      },
      {
        suggestedName: 'Certara Layar',
        presetId: 'layar',
        fields: { clientId: 'id2', host: 'https://acme.certara.ai' },
      },
      { suggestedName: 'x', presetId: 'oauth2', fields: { tokenUrl: 'https://t.example/token' } },
    ]);
    expect(problems.map(({ place, kind }) => [place.number, kind])).toEqual([
      [5, 'unknownProvider'],
      [6, 'noKey'],
    ]);
  });

  it.each([';', '\t'])('separated by %j', (separator) => {
    const text = [
      ['name', 'service', 'api key', 'host'],
      ['a', 'DataOS', 'KEY', 'a.dataos.app'],
    ].map((row) => row.join(separator));
    expect(found(text.join('\n'))).toMatchObject([{ presetId: 'dataos', secrets: { apiKey: 'KEY' } }]);
  });

  it('may have spaces and tabs before a quoted cell', () => {
    const text = `name, client_id, client_secret, host
"Prod", "abc-id", "s3cret,with comma", "cloud-api.celerdata.com"`;
    expect(found(text)).toMatchObject([
      {
        suggestedName: 'Prod',
        presetId: 'celerdata',
        fields: { clientId: 'abc-id', host: 'https://cloud-api.celerdata.com' },
        secrets: { clientSecret: 's3cret,with comma' },
      },
    ]);
  });

  it('gives the cells that were written, however they are set out', () => {
    const cell = fc.string({ unit: fc.constantFrom(...`ab1 ,;\t"'\n\r`), maxLength: 8 });
    const blanks = fc.constantFrom('', ' ', '  ', '\t', ' \t');
    const setting = fc.record({ before: blanks, after: blanks });
    const row = fc.array(fc.tuple(cell, setting), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(',', ';', '\t'),
        fc.array(row, { minLength: 1, maxLength: 4 }),
        (separator, rows) => {
          const padded = (blank: string) => blank.replaceAll(separator, ' ');
          const written = ({ 0: text, 1: { before, after } }: (typeof rows)[0][0]) =>
            `${padded(before)}"${text.replaceAll('"', '""')}"${padded(after)}`;
          const header = ['a', 'b', 'c', 'd', 'e'];
          const lines = [header.join(separator), ...rows.map((cells) => cells.map(written).join(separator))];
          const filled = rows.map((cells) => cells.map(([text]) => text));
          const expected = [header, ...filled.filter((cells) => cells.some((text) => text !== ''))];
          expect(parseCsv(lines.join('\n'))).toEqual(expected);
        },
      ),
    );
  });

  it('of a password manager has no key', () => {
    expect(problemsOf('name,url,username,password\na,https://x.example,u,p\n')).toEqual(['noKey']);
  });
});
