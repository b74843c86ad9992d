import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type PresetReading, readPresetFile } from '#core/providers/read-preset-file';

const folder = 'electron/core/providers/presets';
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const texts = new Map(files.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));

type Json = Record<string, unknown>;

function preset(name = 'oauth2'): Json {
  return JSON.parse(texts.get(`${name}.json`) ?? '') as Json;
}

function at(value: Json, path: string): Json {
  return path.split('.').reduce<unknown>((part, name) => (part as Json)[name], value) as Json;
}

function problemsOf(reading: PresetReading): string[] {
  return reading.ok ? [] : reading.problems.map(({ path, fix }) => `${path} | ${fix}`);
}

/** What is told of the OAuth 2.0 preset after a change. */
function told(change: (value: Json) => void): string[] {
  const value = preset();
  change(value);
  return problemsOf(readPresetFile(JSON.stringify(value)));
}

describe('a preset file', () => {
  it.each([...texts])('%s that comes with Keyfob is accepted', (_name, text) => {
    expect(problemsOf(readPresetFile(text))).toEqual([]);
  });

  it('may begin with a byte order mark and name its JSON Schema', () => {
    const text = `\ufeff${JSON.stringify({ $schema: './preset.schema.json', ...preset() })}`;
    expect(readPresetFile(text).ok).toBe(true);
  });
});

describe('a file as a whole', () => {
  it.each(['', ' \n', '[]', '"acme"', 'null', '7'])('%j is told without a place', (text) => {
    const reading = readPresetFile(text);
    expect(reading.ok ? [] : reading.problems.map(({ path }) => path)).toEqual(['']);
  });
});

describe('a wrong shape is told with its exact path and what would be right', () => {
  const cases: [string, (p: Json) => void, string[]][] = [
    ['a member is missing', (p) => delete p['fields'], ['fields | is missing: add it']],
    [
      'a member is misspelt, which is one problem and not two',
      (p) => {
        p['feilds'] = p['fields'];
        delete p['fields'];
      },
      ['feilds | there is no member of this name here: did you mean "fields"?'],
    ],
    [
      'a member is spelt with a hyphen',
      (p) => (at(p, 'exchange')['answer'] = { 'default-lifetime-s': 60 }),
      [
        'exchange.answer.default-lifetime-s | there is no member of this name here: did you mean "defaultLifetimeS"?',
      ],
    ],
    [
      'the kind of key is missing',
      (p) => delete p['keyKind'],
      ['keyKind | is missing: add it, as one of "exchange", "static", "signed", "exec"'],
    ],
    [
      'the kind of key is misspelt',
      (p) => (p['keyKind'] = 'Exchange'),
      ['keyKind | must be one of "exchange", "static", "signed", "exec"; did you mean "exchange"?'],
    ],
    [
      'the kind of a field is misspelt',
      (p) => (at(p, 'fields.0')['kind'] = 'secrets'),
      [
        'fields.0.kind | must be one of "text", "origin", "url", "secret", "choice", "key"; did you mean "secret"?',
      ],
    ],
    [
      'a request that could depend on a field lacks its address',
      (p) => delete at(p, 'exchange.request')['url'],
      ['exchange.request.url | is missing: add it'],
    ],
    [
      'a request is a text',
      (p) => (at(p, 'exchange')['request'] = 'https://acme.example/token'),
      ['exchange.request | write an object { … } here'],
    ],
    [
      'a variant of many has an unknown method',
      (p) =>
        (at(p, 'exchange')['clientAuthentication'] = { byField: 'x', choices: { a: { method: 'basic' } } }),
      [expect.stringMatching(/^exchange\.clientAuthentication\.choices\.a\.method \| must be one of/)],
    ],
    [
      'client authentication lacks what its method needs',
      (p) => (at(p, 'exchange')['clientAuthentication'] = { method: 'header', name: 'X-Key' }),
      ['exchange.clientAuthentication.secretField | is missing: add it'],
    ],
    [
      'a body has a value of the wrong type',
      (p) => (at(p, 'exchange.request')['body'] = { kind: 'form', members: { n: 5 } }),
      ['exchange.request.body.members.n | write a text here, in double quotes'],
    ],
    [
      'a JSON body has null deep inside',
      (p) => (at(p, 'exchange.request')['body'] = { kind: 'json', members: { a: [{ b: null }] } }),
      [
        'exchange.request.body.members.a.0.b | write a text in double quotes, a number, true or false, a list [ … ] or an object { … } here',
      ],
    ],
    [
      'a copy form says its text by another name',
      (p) => (p['copyAs'] = [{ id: 'x', label: 'X', base64: 5 }]),
      ['copyAs.0.base64 | write a text here, in double quotes'],
    ],
    [
      'an id has letters that it may not have',
      (p) => (p['id'] = 'My Service'),
      ['id | must have small letters, digits and hyphens only, and begin with a letter'],
    ],
    [
      'a field is called like a variable',
      (p) => (at(p, 'fields.0')['id'] = 'token'),
      [expect.stringMatching(/^fields\.0\.id \| is the name of a variable/)],
    ],
    ['a name is empty', (p) => (p['name'] = ''), ['name | must not be empty']],
    ['a name is long', (p) => (p['name'] = 'x'.repeat(81)), ['name | can have at most 80 characters']],
    [
      'a status is no success',
      (p) => (at(p, 'exchange')['answer'] = { success: { statuses: [400] } }),
      ['exchange.answer.success.statuses.0 | must be at most 299'],
    ],
    [
      'a lifetime is a text',
      (p) => (at(p, 'exchange')['answer'] = { defaultLifetimeS: '3600' }),
      ['exchange.answer.defaultLifetimeS | write a number here, without quotes'],
    ],
    [
      'a link is not https',
      (p) => (at(p, 'links.0')['url'] = 'http://docs.example'),
      ['links.0.url | must begin with https://'],
    ],
    [
      'a request uses a field that is not there',
      (p) => (at(p, 'exchange.request')['headers'] = { 'X-Tenant': '{{tenant}}' }),
      [expect.stringMatching(/^exchange\.request\.headers\.X-Tenant \| \{\{tenant\}\} is not a field/)],
    ],
    [
      'a secret stands in the address',
      (p) => (at(p, 'exchange.request')['url'] = '{{tokenUrl}}/{{clientSecret}}'),
      [expect.stringMatching(/^exchange\.request\.url \| \{\{clientSecret\}\} is a secret/)],
    ],
  ];

  it.each(cases)('%s', (_what, change, expected) => {
    expect(told(change)).toEqual(expected);
  });

  it.each([
    ['a name that is not new', ['create', '-n', '{{keyName}}'], /must use \{\{rotation\.name\}\}/],
    ['a variable that is not there', ['{{rotation.name}}', '{{token}}'], /\{\{token\}\} is a secret/],
  ])('arguments that make a key with %s', (_what, createArguments, expected) => {
    const value = preset('dataos-ctl');
    at(value, 'output.dataosTable')['createArguments'] = createArguments;
    const problems = problemsOf(readPresetFile(JSON.stringify(value)));
    expect(problems).toEqual([expect.stringMatching(expected)]);
  });

  it('at most 20 times a file', () => {
    expect(told((p) => (p['keywords'] = Array.from({ length: 50 }, () => 1)))).toHaveLength(20);
  });
});
