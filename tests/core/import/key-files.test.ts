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

  it('not any file with a key and an address', () => {
    expect(problemsOf('{"apikey":"x","url":"https://api.example.com"}')).toEqual(['noKey']);
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

it.each(['', ' ', 'Hello, world', '\u0000', 'a\tb\nc\td', '\ufeff'])('%j is nothing', (text) => {
  expect(problemsOf(text)).toEqual(['unknownFormat']);
});
