import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import type { Preset } from '#core/providers/preset';
import { found, opened, presets, problemsOf } from './importable-presets.ts';

const json = (value: unknown) => JSON.stringify(value);

describe('key files of IBM', () => {
  const createdAtMs = Date.UTC(2026, 0, 31, 12, 0);

  it.each(['apikey', 'apiKey', 'api_key', 'APIKEY', 'iam_apikey'])('with %s', (member) => {
    const file = {
      name: 'prod',
      description: 'for jobs',
      createdAt: '2026-01-31T12:00+0000',
      [member]: 'Abc-123',
    };
    expect(found(json(file))).toMatchObject([
      {
        source: 'ibmKey',
        suggestedName: 'prod',
        description: 'for jobs',
        createdAtMs,
        presetId: 'ibm-iam',
        alternatives: ['ibm-dbaas'],
        secrets: { apiKey: 'Abc-123' },
      },
    ]);
  });

  it('as the REST API answers', () => {
    const answer = {
      id: 'ApiKey-1',
      entity_tag: '1-a',
      crn: 'crn:v1',
      locked: false,
      created_at: '2026-01-31T12:00+0000',
      expires_at: '2027-01-31T12:00+0000',
      name: 'prod',
      iam_id: 'IBMid-1',
      account_id: 'a',
      apikey: 'Abc-123',
    };
    const keyExpiresAtMs = Date.UTC(2027, 0, 31, 12, 0);
    expect(found(json(answer))).toMatchObject([
      { suggestedName: 'prod', createdAtMs, keyExpiresAtMs, secrets: { apiKey: 'Abc-123' } },
    ]);
  });

  it('as service credentials, one level down', () => {
    const credentials = {
      apikey: 'Abc-123',
      iam_apikey_name: 'auto-1',
      iam_serviceid_crn: 'crn:v1',
      url: 'https://x',
    };
    expect(found(json({ credentials }))).toMatchObject([
      { source: 'ibmKey', suggestedName: 'auto-1', secrets: { apiKey: 'Abc-123' } },
    ]);
  });

  it('several in a list, with what is no key told by its number', () => {
    const { candidates, problems } = readImport(json([{ apikey: 'a1', iam_id: 'x' }, { a: 1 }, 7]), presets);
    expect(candidates.map((candidate) => opened(candidate).secrets)).toEqual([{ apiKey: 'a1' }]);
    expect(problems).toEqual([
      { place: { unit: 'entry', number: 2 }, kind: 'noKey' },
      { place: { unit: 'entry', number: 3 }, kind: 'noKey' },
    ]);
  });
});

describe('files that a preset describes', () => {
  const token = {
    name: 'my-key',
    type: 'apikey',
    expiration: '2030-11-29T07:00:00Z',
    user_id: 'jane',
    data: { apikey: 'S0VZ' },
  };

  it('DataOS: the token object of its REST API', () => {
    expect(found(json(token))).toMatchObject([
      {
        source: 'json',
        suggestedName: 'my-key',
        presetId: 'dataos',
        secrets: { apiKey: 'S0VZ' },
        keyExpiresAtMs: Date.UTC(2030, 10, 29, 7),
      },
    ]);
  });

  const google: Preset = {
    ...(presets.find(({ id }) => id === 'oauth2') as Preset),
    id: 'google',
    importHints: {
      env: {},
      hosts: [],
      json: [
        {
          when: { type: 'service_account', private_key: true },
          fields: { clientId: 'client_email', clientSecret: 'none|PRIVATE_KEY_ID', tokenUrl: 'token_uri' },
        },
      ],
    },
  };
  const file = {
    type: 'service_account',
    project_id: 'p1',
    private_key_id: 'k1',
    private_key: 'pem',
    client_email: 'a@b.example',
    token_uri: 'https://oauth2.googleapis.com/token',
  };

  it('Google: by its type; paths are alternatives, and case does not matter', () => {
    const { candidates } = readImport(json(file), [...presets, google]);
    expect(candidates.map(opened)).toMatchObject([
      {
        source: 'googleServiceAccount',
        suggestedName: 'p1',
        presetId: 'google',
        fields: { clientId: 'a@b.example', tokenUrl: 'https://oauth2.googleapis.com/token' },
        secrets: { clientSecret: 'k1' },
      },
    ]);
  });

  it('Google without a preset for it is no key of IBM', () => {
    expect(
      readImport(
        json({ ...file, apikey: 'x' }),
        presets.filter(
          ({ importHints }) => !importHints.json.some(({ when }) => when['type'] === 'service_account'),
        ),
      ).candidates,
    ).toMatchObject([]);
  });
});

describe('other JSON', () => {
  it.each([
    { client_id: 'a', client_secret: 'b', token_url: 'https://t.example/token' },
    { clientId: 'a', clientSecret: 'b', tokenEndpoint: 'https://t.example/token' },
    { web: { client_id: 'a', client_secret: 'b', token_uri: 'https://t.example/token' } },
  ])('%j is client credentials', (file) => {
    expect(found(json(file))).toMatchObject([
      {
        presetId: 'oauth2',
        fields: { clientId: 'a', tokenUrl: 'https://t.example/token' },
        secrets: { clientSecret: 'b' },
      },
    ]);
  });

  it('with the host of a provider is its key', () => {
    const file = { host: 'acme.certara.ai', clientKey: 'a', clientSecret: 'b' };
    expect(found(json(file))).toMatchObject([
      { presetId: 'layar', fields: { clientId: 'a', host: 'https://acme.certara.ai' } },
    ]);
  });

  it('an answer of a token endpoint is no key', () => {
    expect(problemsOf('{"access_token":"abc","expires_in":3600}')).toEqual(['tokenAnswer']);
  });

  it.each(['{"a": ', '[1,', '{"apikey":"x"'])('%s is told to be broken', (text) => {
    expect(problemsOf(text)).toEqual(['notJson']);
  });

  it('keys of the prototype are ordinary names', () => {
    const text = '{"__proto__":{"apikey":"evil"},"constructor":{"client_secret":"x"},"toString":"y"}';
    expect(() => readImport(text, presets)).not.toThrow();
    expect(({} as Record<string, unknown>)['apikey']).toBeUndefined();
  });
});

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

  it('of a password manager has no key', () => {
    expect(problemsOf('name,url,username,password\na,https://x.example,u,p\n')).toEqual(['noKey']);
  });
});

it.each(['', ' ', 'Hello, world', '\u0000', 'a\tb\nc\td', '\ufeff'])('%j is nothing', (text) => {
  expect(problemsOf(text)).toEqual(['unknownFormat']);
});
