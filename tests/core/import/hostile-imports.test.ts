import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName } from '#core/api-key';
import { candidateLimit, importLengthLimit, problemLimit } from '#core/import/import-candidate';
import { readImport } from '#core/import/read-import';
import { checkFields } from '#core/providers/check-fields';
import { opened, presetOf, presets } from './importable-presets.ts';

/** Every import must hold what the app builds upon, whatever the text is. */
function expectSound(text: string): void {
  const { candidates, problems } = readImport(text, presets);
  expect(candidates.length).toBeLessThanOrEqual(candidateLimit);
  expect(problems.length).toBeLessThanOrEqual(problemLimit + 1);
  expect(candidates.length + problems.length).toBeGreaterThan(0);
  for (const candidate of candidates) {
    const preset = presetOf(candidate);
    expect(checkName(candidate.suggestedName, []).ok).toBe(true);
    const { fields, secrets } = opened(candidate);
    // What is there must be acceptable; what is missing the user fills in.
    const checked = checkFields(preset, { ...fields, ...secrets }, []);
    if (!checked.ok) expect(checked.failure.reason).toBe('empty');
    for (const { id, kind } of preset.fields)
      expect(Object.hasOwn(kind === 'secret' ? fields : secrets, id)).toBe(false);
  }
}

const samples = [
  `curl -X POST 'https://login.example.com/oauth2/token' -H "Accept: */*" -u 'id:sec ret' -d grant_type=client_credentials --data-urlencode "scope=a b"\ncurl -H "Authorization: Bearer $T" https://api.example.com/me`,
  `curl -X POST https://api.example.com/v1/login -d '{"user":"jane","password":"x","o":{"a":[1,{"token":"t"}]}}'`,
  'curl.exe -X POST "https://a.example/token" ^\r\n -d "{\\"key\\":\\"v\\"}" ^\r\n -H ^"x-api-key: ^%A^%^"',
  `export A_CLIENT_ID="x"\nA_CLIENT_SECRET='y'\nset -gx CELERDATA_CLIENT_ID a\n$env:CELERDATA_CLIENT_SECRET = "b\`"c"\nA_TOKEN_URL=https://t.example/token`,
  '{"name":"p","description":"d","createdAt":"2026-01-31T12:00+0000","apiKey":"Abc-1","credentials":{"apikey":"x"}}',
  '                TOKEN   |  TYPE  |      EXPIRATION      | NAME\n----|---|---|---\n S0VZ | apikey | 2023-08-10T23:00:00Z | n\n',
  'Name,Provider,Client ID,Client Secret,Notes\nprod,CelerData,id1,"s,""1""",\n',
  'meta {\n  name: T\n}\n\npost {\n  url: https://a.example/login\n  body: json\n  auth: basic\n}\n\nauth:basic {\n  username: u\n  password: p\n}\n\nbody:json {\n  {"a":"b"}\n}\n',
  'vars {\n  client_id: a\n}\nvars:secret [\n  client_secret\n]\n',
  '{"info":{"name":"C","schema":"s"},"variable":[{"key":"v","value":"w"}],"item":[{"name":"R","request":{"method":"GET","url":{"raw":"https://a.example/x"},"auth":{"type":"apikey","apikey":[{"key":"key","value":"K"},{"key":"value","value":"{{v}}"}]}}}]}',
  '{"name":"B","version":"1","items":[{"name":"R","request":{"url":"https://a.example/x","method":"GET","auth":{"mode":"bearer","bearer":{"token":"t"}}}}],"environments":[{"name":"e","variables":[{"name":"client_secret","value":"s"}]}]}',
];

describe('any text', () => {
  it('of any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), expectSound), { numRuns: 500 });
  });

  it('of the pieces that readers look for', () => {
    const piece = fc.constantFrom(
      ...[
        'curl ',
        'https://a.example/token',
        ' -u ',
        ' -d ',
        ' -H ',
        "'",
        '"',
        '\\',
        '\n',
        '^',
        '$(',
        ')',
        '`',
        '{',
        '}',
        '[',
        ']',
      ],
      ...[
        '=',
        ':',
        ',',
        ';',
        '|',
        'export ',
        'CLIENT_SECRET',
        'apikey',
        'TOKEN | TYPE | EXPIRATION | NAME',
        ' apikey ',
        "'''",
      ],
      ...[
        'vars:secret [',
        'post {',
        '{{x}}',
        '<id>',
        'a:b',
        'Authorization: Basic ',
        '__proto__',
        'constructor',
        '\ud800',
        '\u202e',
        '%',
        '&',
      ],
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(text, expectSound), { numRuns: 2_000 });
  });

  it('that is JSON of any shape', () => {
    const names = [
      'apikey',
      'credentials',
      'client_secret',
      'items',
      'item',
      'info',
      'values',
      'variables',
      'auth',
      'request',
      'url',
      'type',
      '__proto__',
      'toString',
    ];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue({ maxDepth: 0 }),
        fc.constantFrom('https://a.example/x', 'oauth2', 'service_account'),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => expectSound(JSON.stringify(json))),
      { numRuns: 500 },
    );
  });

  it.each(samples.map((sample, index) => [index, sample]))(
    'sample %i, cut or changed anywhere',
    (_index, sample) => {
      for (let at = 0; at < sample.length; at += 1) {
        expectSound(sample.slice(0, at));
        expectSound(sample.slice(at));
      }
      const change = fc.tuple(
        fc.nat(sample.length),
        fc.nat(3),
        fc.constantFrom('', '"', "'", '\\', '\n', '{', '}', '\u0000', '\u202e', '__proto__', '{{', '<'),
      );
      fc.assert(
        fc.property(change, ([at, count, text]) =>
          expectSound(sample.slice(0, at) + text + sample.slice(at + count)),
        ),
        { numRuns: 200 },
      );
    },
  );
});

describe('huge texts', () => {
  const repeat = (text: string) => text.repeat(Math.floor((importLengthLimit - 2_000) / text.length));
  const json = (open: string, close: string) => `${open.repeat(140_000)}1${close.repeat(140_000)}`;

  it.each([
    ['curl lines', repeat(`curl -u a:b -d grant_type=client_credentials https://t.example/token\n`)],
    ['open quotes', repeat(`curl 'https://t.example/token\n`)],
    ['the word', repeat('curl ')],
    ['one line of commands', repeat('curl https://a.example/x -H x-api-key:a;')],
    ['one command', `curl https://a.example ${repeat('-H a:b ')}`],
    ['one body', `curl https://a.example/token -d '${repeat('a=b&')}'`],
    ['substitutions', `curl ${repeat('$(')}`],
    ['angles', `curl ${repeat('<')}`],
    ['variables', repeat('A_CLIENT_SECRET=x\n')],
    ['other variables', Array.from({ length: 40_000 }, (_, n) => `A${n}_CLIENT_SECRET=x`).join('\n')],
    ['open quotes of variables', repeat('A="x\n')],
    ['mixed quotes of variables', repeat(`A="x\nB='y\nC=\`z\n`)],
    ['underscores', repeat('_')],
    ['a long name', `${repeat('A_')}=x`],
    ['spaces', repeat(' ')],
    ['line breaks', repeat('\n')],
    ['deep lists', json('[', ']')],
    ['deep objects', json('{"a":', '}')],
    [
      'deep folders',
      `{"info":{"schema":"s"},"item":[${json('{"item":[', ']}')}]}`.slice(0, importLengthLimit),
    ],
    ['members', `{${Array.from({ length: 60_000 }, (_, n) => `"a${n}":"x"`).join()}}`],
    ['many keys', `[${Array.from({ length: 20_000 }, (_, n) => `{"apikey":"k${n}"}`).join()}]`],
    ['rows', `name,client secret\n${repeat('a,b\n')}`],
    ['columns', `name,api key${repeat(',')}`],
    ['open cells', `name,api key\n${repeat('"a,')}`],
    ['doubled quotes', `name,api key\n"${repeat('""')}`],
    ['tables', `TOKEN|TYPE|EXPIRATION|NAME\n${repeat('S0VZ|apikey|x|n\n')}`],
    ['bru blocks', repeat("vars {\n  a: '''\n}\n")],
    ['bru texts', `vars {\n${repeat("  a: '''\n")}}\n`],
    [
      'placeholders',
      `{"info":{"schema":"s"},"variable":[{"key":"a","value":"${'{{a}}'.repeat(300)}"}],"item":[{"request":{"url":"${repeat('{{a}}')}"}}]}`,
    ],
  ])('%s', (_what, text) => {
    expect(text.length).toBeLessThanOrEqual(importLengthLimit);
    expectSound(text);
  });

  it('above the limit are refused', () => {
    const { problems } = readImport('a'.repeat(importLengthLimit + 1), presets);
    expect(problems.map(({ kind }) => kind)).toEqual(['tooLong']);
  });

  it('with too many keys give the first ones and say so', () => {
    const { candidates, problems } = readImport(
      `[${Array.from({ length: 1_200 }, (_, n) => `{"apikey":"k${n}"}`).join()}]`,
      presets,
    );
    expect(candidates).toHaveLength(candidateLimit);
    expect(problems.map(({ kind }) => kind)).toContain('tooMany');
  });
});

it('no secret of any sample stands outside of its wrapper', () => {
  const canary = 'c4n4ry5ecret7alue9x2';
  const texts = [
    `CELERDATA_CLIENT_ID=a\nCELERDATA_CLIENT_SECRET=${canary}\nFOO_API_KEY=${canary}`,
    `{"apikey":"${canary}"}`,
    `[{"client_secret":"${canary}"},{"access_token":"${canary}"},"${canary}"]`,
    `{"name":"x","oops":"${canary}"`,
    `name,provider,api key\na,DataOS,${canary}\nb,Nobody,${canary}\n`,
    `TOKEN|TYPE|EXPIRATION|NAME\n${canary}|apikey|x|n\n${canary}|ticket|x|n\n`,
    `vars {\n  client_secret: ${canary}\n}\n`,
    `curl 'https://a.example/token -H "x-api-key: ${canary}"`,
    `{"info":{"schema":"s"},"variable":[{"key":"client_secret","value":"${canary}"}],"item":[]}`,
  ];
  for (const text of texts) {
    const { candidates, problems } = readImport(text, presets);
    expect(JSON.stringify([candidates, problems]), text).not.toContain(canary);
  }
});
