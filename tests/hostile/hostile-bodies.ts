import fc from 'fast-check';
import { goodToken, hostileJson, hostileText, jsonText } from './hostile-texts.ts';

type Members = readonly (readonly [name: string, json: string])[];

const memberNames = [
  'access_token',
  'token_type',
  'expires_in',
  'expiration',
  'user_id',
  'scope',
  'error',
  'error_description',
  'errorCode',
  'errorMessage',
  'code',
  'message',
  'context',
  '__proto__',
  'constructor',
] as const;

/** A JSON object as it is written, so that members can stand twice and in any order. */
function objectText(members: Members): string {
  return `{${members.map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

const good: Members = [
  ['access_token', jsonText(goodToken)],
  ['token_type', '"Bearer"'],
  ['expires_in', '3600'],
];

/** A good answer with one member replaced or added. */
function goodBut(name: string, json: string): string {
  return objectText([...good.filter(([other]) => other !== name), [name, json]]);
}

const badInTokens = fc.constantFrom(
  '\r',
  '\n',
  '\r\n',
  '\u0000',
  ' ',
  '\t',
  '\u007f',
  '\u00e9',
  '\u202e',
  '😀',
);
const oddLifetimes = fc.oneof(
  fc.constantFrom(
    'NaN',
    '-1',
    '0',
    '-0',
    '1e308',
    '1e999',
    '-1e999',
    '0.0001',
    '3600.9',
    '315360001',
    'null',
  ),
  fc.constantFrom('"3600"', '" 60 "', '"NaN"', '"1e3"', '"-5"', '"0x10"', '"9999999999999999"', '"\\u0661"'),
  fc.constantFrom('true', '[]', '[3600]', '{}', '{"valueOf":1}', '""', '1780304400', '1780304400000'),
  fc.double().map(jsonText),
  fc.maxSafeInteger().map(String),
);

function jwt(claims: string): string {
  const parts = ['{"alg":"RS256"}', claims].map((part) => Buffer.from(part).toString('base64url'));
  return [...parts, 'c2lnbmF0dXJl'].join('.');
}

/** Tokens that are JWTs with odd times. `1780304400` is the hour at which the virtual clock of the tests starts. */
const oddJwts = fc
  .tuple(
    fc.constantFrom('1780304400', '1780308000', '-1', '1e308', '"x"', 'null', '1780304401', '9e15'),
    fc.constantFrom('1780304400', '1780300800', '0', '"x"', '1e308', 'null'),
  )
  .map(([exp, iat]) => jwt(`{"exp":${exp},"iat":${iat}}`));

/** A good answer over and over inside itself, or brackets alone. */
const deep = fc
  .tuple(fc.integer({ min: 3, max: 60_000 }), fc.constantFrom('{"a":', '['))
  .map(([depth, open]) => {
    const nested = `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
    return goodBut('scope', nested);
  });

function repeated(secret: string): fc.Arbitrary<string> {
  const second = fc.oneof(hostileJson(secret), fc.constant('"other-token"'));
  const spelling = fc.constantFrom('access_token', 'access\\u005ftoken', 'expires_in', 'token_type', 'error');
  return fc
    .tuple(spelling, second, fc.boolean())
    .map(([name, json, isFirst]) => objectText(isFirst ? [[name, json], ...good] : [...good, [name, json]]));
}

/** Bodies that are nearly JSON. */
const notJson = fc.oneof(
  fc.nat(objectText(good).length - 1).map((length) => objectText(good).slice(0, length)),
  fc
    .constantFrom('}', ',', '\u0000', '// done', '{"access_token":"other"}', ';')
    .map((after) => objectText(good) + after),
  fc
    .constantFrom(")]}',\n", '\u0000', 'callback(', '\u200b', '--x\r\n')
    .map((before) => before + objectText(good)),
  fc.constant(objectText(good).replaceAll('"', "'")),
  fc.json(),
);

function html(secret: string): fc.Arbitrary<string> {
  return fc
    .tuple(hostileText(secret), fc.constantFrom('<!doctype html><html>', '<html>', '<?xml?>', ' <'))
    .map(([text, open]) => `${open}<body>${text}<pre>${objectText(good)}</pre></body></html>`);
}

function form(secret: string): fc.Arbitrary<string> {
  const value = fc.oneof(
    hostileText(secret).map(percentEncoded),
    hostileText(secret),
    fc.constantFrom('form-token', '%zz', '%00', '+', 'a+b', '%e9'),
  );
  const name = fc.constantFrom(
    'access_token',
    'access_token',
    'access%5Ftoken',
    'expires_in',
    'token_type',
    'error',
  );
  return fc
    .array(fc.tuple(name, value), { minLength: 1, maxLength: 4 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Bodies of token answers by the kind of hostility. Each kind must be met by whoever says that it withstands them all. */
export function hostileBodies(secret: string): Readonly<Record<string, fc.Arbitrary<string>>> {
  const json = hostileJson(secret);
  const oneBadCharacter = fc
    .tuple(badInTokens, fc.nat(goodToken.length))
    .map(([bad, at]) => goodToken.slice(0, at) + bad + goodToken.slice(at));
  const longToken = fc.integer({ min: 16_300, max: 250_000 }).map((length) => 'x'.repeat(length));
  const names = fc.constantFrom(...memberNames);
  return {
    good: fc.constantFrom(objectText(good), JSON.stringify(JSON.parse(objectText(good)), null, 2)),
    tokenOfWrongType: json.map((text) => goodBut('access_token', text)),
    tokenCharacters: oneBadCharacter.map((token) => goodBut('access_token', jsonText(token))),
    tokenTooLong: longToken.map((token) => goodBut('access_token', jsonText(token))),
    tokenOfOneMegabyte: fc.constant(goodBut('access_token', jsonText('x'.repeat(1 << 20)))),
    tokenIsJwt: fc.tuple(oddJwts, oddLifetimes).map(([token, lifetime]) =>
      objectText([
        ['access_token', jsonText(token)],
        ['expires_in', lifetime],
      ]),
    ),
    tokenText: hostileText(secret).map((text) => goodBut('access_token', jsonText(text))),
    lifetime: oddLifetimes.map((lifetime) => goodBut('expires_in', lifetime)),
    expiration: oddLifetimes.map((lifetime) => goodBut('expiration', lifetime)),
    tokenType: fc
      .oneof(json, fc.constantFrom('"mac"', '"DPoP"', '"bearer"', '"BEARER "', '["Bearer"]', '"N_A"', 'null'))
      .map((type) => goodBut('token_type', type)),
    repeatedMember: repeated(secret),
    deep,
    html: html(secret),
    notJson,
    form: form(secret),
    error: fc
      .tuple(names, json, names, json)
      .map(([name, value, other, text]) => objectText([...good, [name, value], [other, text]])),
    memberName: fc
      .tuple(hostileText(secret), json)
      .map(([name, value]) => objectText([[jsonText(name).slice(1, -1), value], ...good])),
    members: fc.array(fc.tuple(names, json), { maxLength: 8 }).map(objectText),
    text: hostileText(secret),
  };
}
