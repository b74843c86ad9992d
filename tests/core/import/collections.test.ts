import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { found, presetOf, presets, problemsOf } from './importable-presets.ts';

const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value, type: 'string' }));
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const collection = (item: unknown, rest: object = {}) =>
  JSON.stringify({ info: { name: 'My API', schema }, item, ...rest });
const get = (auth: unknown, url = 'https://api.example.com/me', name = 'Who am I') => ({
  name,
  request: { method: 'GET', header: [], url: { raw: url }, auth },
});
const oauth2 = {
  accessTokenUrl: '{{base}}/oauth/token',
  clientId: '{{id}}',
  clientSecret: 's3cret',
  grant_type: 'client_credentials',
  scope: 'read',
};
const variable = pairs({ base: 'https://login.example.com', id: 'my-id', unused: '{{unused}}' });

describe('Postman', () => {
  it('OAuth 2.0 of a request, its variables filled in', () => {
    const auth = { type: 'oauth2', oauth2: pairs({ ...oauth2, client_authentication: 'body' }) };
    expect(found(collection([{ name: 'Folder', item: [get(auth)] }], { variable }))).toMatchObject([
      {
        source: 'postman',
        suggestedName: 'Who am I',
        presetId: 'oauth2',
        fields: {
          tokenUrl: 'https://login.example.com/oauth/token',
          clientId: 'my-id',
          scope: 'read',
          clientAuthentication: 'body',
          testUrl: 'https://api.example.com/me',
        },
        secrets: { clientSecret: 's3cret' },
      },
    ]);
  });

  it('OAuth 2.0 of the collection is one key, however many inherit it', () => {
    const requests = Array.from({ length: 50 }, (_, index) =>
      get(undefined, `https://api.example.com/${index}`),
    );
    const auth = { type: 'oauth2', oauth2: pairs({ ...oauth2, addTokenTo: 'header' }) };
    expect(found(collection(requests, { variable, auth }))).toMatchObject([
      { fields: { clientAuthentication: 'basic' } },
    ]);
  });

  it('format 2.0, where values are members of an object', () => {
    expect(found(collection([get({ type: 'oauth2', oauth2 })], { variable }))).toMatchObject([
      { secrets: { clientSecret: 's3cret' } },
    ]);
  });

  it.each([
    [{ type: 'bearer', bearer: pairs({ token: 'tok123' }) }, { accessToken: 'tok123' }],
    [{ type: 'apikey', apikey: pairs({ key: 'X-Key', value: 'k123', in: 'header' }) }, { xKey: 'k123' }],
    [{ type: 'apikey', apikey: pairs({ key: 'api_key', value: 'k123', in: 'query' }) }, { apiKey: 'k123' }],
    [{ type: 'basic', basic: pairs({ username: 'u', password: 'p' }) }, { basicPair: btoa('u:p') }],
  ])('%j', (auth, secrets) => {
    expect(found(collection([get(auth)]))).toMatchObject([{ secrets }]);
  });

  it('a key that many requests repeat is one, and a token that is not there is none', () => {
    const key = { type: 'apikey', apikey: pairs({ key: 'X-Key', value: 'k123', in: 'header' }) };
    const bearer = (token: string) => ({ type: 'bearer', bearer: pairs({ token }) });
    const of = (auth: unknown) => [1, 2, 3].map((n) => get(auth, `https://api.example.com/${n}`));
    const own = () => JSON.parse(JSON.stringify(key));
    const repeated = [1, 2, 3].map((n) => get(own(), `https://api.example.com/${n}`));
    expect(found(collection(repeated))).toMatchObject([{ secrets: { xKey: 'k123' } }]);
    expect(found(collection([...of(bearer('{{token}}')), get(bearer('ghp_1'))]))).toMatchObject([
      { secrets: { accessToken: 'ghp_1' } },
    ]);
  });

  it('a saved token request of a known provider', () => {
    const request = {
      method: 'POST',
      header: [
        { key: 'Content-Type', value: 'application/x-www-form-urlencoded' },
        { key: 'X-Off', value: 'a', disabled: true },
      ],
      body: {
        mode: 'urlencoded',
        urlencoded: pairs({ grant_type: 'urn:ibm:params:oauth:grant-type:apikey', apikey: 'abc' }),
      },
      url: 'https://iam.cloud.ibm.com/identity/token',
    };
    expect(found(collection([{ name: 'Token', request }]))).toMatchObject([
      { presetId: 'ibm-iam', suggestedName: 'Token', secrets: { apiKey: 'abc' }, notes: [] },
    ]);
  });

  it('an environment', () => {
    const values = [
      ...pairs({ client_id: 'i', clientSecret: 's', tokenUrl: 'https://t.example/token' }),
      { key: 'scope', value: 'x', enabled: false },
    ];
    const text = JSON.stringify({ name: 'Prod', values, _postman_variable_scope: 'environment' });
    const [key] = found(text);
    expect(key).toMatchObject({
      suggestedName: 'Prod',
      presetId: 'oauth2',
      fields: { clientId: 'i' },
      secrets: { clientSecret: 's' },
    });
    expect(key?.fields).not.toHaveProperty('scope');
  });

  it('a grant that needs a browser is told, a collection without keys as well', () => {
    const auth = { type: 'oauth2', oauth2: pairs({ ...oauth2, grant_type: 'authorization_code' }) };
    expect(problemsOf(collection([get(auth)]))).toEqual(['unsupportedGrant']);
    expect(problemsOf(collection([get(null)]))).toEqual(['noKey']);
  });

  it('variables that name each other end', () => {
    const loop = pairs({ a: '{{b}}{{b}}{{b}}', b: '{{a}}{{a}}{{a}}' });
    const auth = { type: 'bearer', bearer: pairs({ token: '{{a}}' }) };
    expect(() => readImport(collection([get(auth)], { variable: loop }), presets)).not.toThrow();
  });
});

describe('Bruno', () => {
  const request = `meta {
  name: Get token
  type: http
  seq: 1
}

get {
  url: https://api.example.com/me
  body: none
  auth: oauth2
}

headers {
  accept: application/json
  ~x-off: a
}

auth:oauth2 {
  grant_type: client_credentials
  access_token_url: https://login.example.com/token
  client_id: my-id
  client_secret: s3cret
  scope: a b
  credentials_placement: body
}

script:pre-request {
  const a = { b: 'not a block' };
}
`;

  it('a request file', () => {
    expect(found(request)).toMatchObject([
      {
        source: 'bruno',
        suggestedName: 'Get token',
        presetId: 'oauth2',
        fields: {
          tokenUrl: 'https://login.example.com/token',
          clientId: 'my-id',
          scope: 'a b',
          clientAuthentication: 'body',
        },
        secrets: { clientSecret: 's3cret' },
      },
    ]);
  });

  it('a request with a JSON body', () => {
    const login = `post {\n  url: https://api.example.com/login\n  body: json\n  auth: none\n}\n\nbody:json {\n  {\n    "user": "jane",\n    "password": "pw1"\n  }\n}\n`;
    const candidate = readImport(login, presets).candidates[0];
    expect(candidate && presetOf(candidate).keyKind).toBe('exchange');
    expect(found(login)).toMatchObject([{ fields: { user: 'jane' }, secrets: { password: 'pw1' } }]);
  });

  it('an environment, whose secrets are not in the file', () => {
    const text =
      'vars {\n  client_id: abc\n  token_url: https://t.example/token\n  ~scope: off\n}\nvars:secret [\n  client_secret,\n  ~other\n]\n';
    expect(found(text)).toMatchObject([
      {
        source: 'bruno',
        presetId: 'oauth2',
        fields: { clientId: 'abc', tokenUrl: 'https://t.example/token' },
        secrets: {},
        notes: [{ kind: 'secretNotInFile', what: 'client_secret' }],
      },
    ]);
  });

  it('a value of several lines', () => {
    const text = "vars {\n  client_secret: '''\n    line 1\n    line 2\n  '''\n  client_id: x\n}\n";
    expect(found(text)).toMatchObject([{ fields: { clientId: 'x' } }]);
  });

  it('an exported collection', () => {
    const auth = { mode: 'bearer', bearer: { token: '{{tok}}' } };
    const items = [
      {
        type: 'folder',
        name: 'f',
        items: [
          {
            type: 'http-request',
            name: 'R',
            request: {
              url: 'https://api.example.com/x',
              method: 'GET',
              headers: [],
              params: [],
              body: { mode: 'none' },
              auth,
            },
          },
        ],
      },
    ];
    const environments = [
      { name: 'e', variables: [{ name: 'tok', value: 'v4lue', enabled: true, secret: false }] },
    ];
    const text = JSON.stringify({ name: 'B', version: '1', items, environments });
    expect(found(text)).toMatchObject([
      { source: 'bruno', suggestedName: 'R', presetId: 'static-token', secrets: { accessToken: 'v4lue' } },
    ]);
  });

  it('an exported environment', () => {
    const variables = [
      { name: 'clientId', value: 'i', enabled: true, secret: false },
      { name: 'clientSecret', value: '', enabled: true, secret: true },
    ];
    expect(found(JSON.stringify({ name: 'Prod', variables }))).toMatchObject([
      {
        suggestedName: 'Prod',
        fields: { clientId: 'i' },
        secrets: {},
        notes: [{ kind: 'secretNotInFile', what: 'clientSecret' }],
      },
    ]);
  });
});
