import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandOutputRule, readCommandOutput } from '#core/providers/read-command-output';

const now = Date.UTC(2030, 0, 1);
const later = now + 3_600_000;
const read = (output: string | object, rule: CommandOutputRule = {}) =>
  readCommandOutput(typeof output === 'string' ? output : JSON.stringify(output), rule, now);
const notAToken = { ok: false, failure: { kind: 'commandFailed', step: 'token', reason: 'notAToken' } };
const found = (token: string, expiresAtMs: number | null, source: string | null) => ({
  ok: true,
  value: { token, expiresAtMs, source },
});
const jwt = (claims: object) => `e30.${btoa(JSON.stringify(claims)).replace(/=+$/, '')}.sig`;

describe('a JSON object that a well-known tool prints', () => {
  const execCredential = (status: object) => ({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status,
  });

  it('is read as a Kubernetes ExecCredential', () => {
    const status = { token: 'abc', expirationTimestamp: '2030-01-01T01:00:00Z' };
    expect(read(execCredential(status))).toEqual(found('abc', later, 'absolute'));
    expect(read(execCredential({ token: 'abc' }))).toEqual(found('abc', null, null));
    expect(read(execCredential({ clientCertificateData: '…', clientKeyData: '…' }))).toEqual(notAToken);
    expect(read({ kind: 'ExecCredential', token: 'abc' })).toEqual(notAToken);
  });

  it("is read as one of Google's executables", () => {
    const answer = {
      version: 1,
      success: true,
      token_type: 'urn:ietf:params:oauth:token-type:id_token',
      id_token: 'abc',
      expiration_time: later / 1000,
    };
    expect(read(answer)).toEqual(found('abc', later, 'absolute'));
    expect(read({ ...answer, id_token: undefined, saml_response: 'abc' })).toEqual(notAToken);
    expect(read({ ...answer, success: false, code: '401', message: 'signed out' })).toEqual(notAToken);
    expect(read({ ...answer, success: 'true' })).toEqual(notAToken);
  });

  it('is read as that of the Azure command line, whose local time is no time', () => {
    const answer = { accessToken: 'abc', expiresOn: '2030-01-01 00:10:00.000000', tokenType: 'Bearer' };
    expect(read({ ...answer, expires_on: later / 1000 })).toEqual(found('abc', later, 'absolute'));
    expect(read({ ...answer, expires_on: `${later / 1000}` })).toEqual(found('abc', later, 'absolute'));
    expect(read(answer)).toEqual(found('abc', null, null));
    expect(read({ ...answer, expiresOn: 'N/A' })).toEqual(found('abc', null, null));
    expect(read({ ...answer, expiresOn: null })).toEqual(found('abc', null, null));
    expect(read({ ...answer, expiresOn: '2030-01-01T01:00:00Z' })).toEqual(found('abc', later, 'absolute'));
    const token = jwt({ exp: later / 1000 });
    expect(read({ ...answer, accessToken: token })).toEqual(found(token, later, 'jwt'));
  });

  it('is read as that of databricks, or as the answer of a token endpoint', () => {
    const base = { access_token: 'abc', token_type: 'Bearer' };
    expect(read({ ...base, expiry: '2030-01-01T01:00:00.5Z' })).toEqual(
      found('abc', later + 500, 'absolute'),
    );
    expect(read({ ...base, expires_in: 3600 })).toEqual(found('abc', later, 'relative'));
    expect(read({ ...base, expires_in: '3600' })).toEqual(found('abc', later, 'relative'));
    expect(read({ ...base, expires_in: 7200, expiration: later / 1000 })).toEqual(
      found('abc', later, 'absolute'),
    );
    expect(read({ access_token: 'abc', expires_in: -1 })).toEqual(found('abc', null, null));
    expect(read({ access_token: 'Bearer abc' })).toEqual(found('abc', null, null));
  });

  it.each(['DPoP', 'N_A', 5, { toString: 1 }])('is not a bearer token when it says %j', (token_type) => {
    expect(read({ access_token: 'abc', token_type })).toEqual(notAToken);
  });

  it('may say that the token is over, since commands keep theirs', () => {
    expect(read({ access_token: 'abc', expiry: '2029-12-31T23:00:00Z' })).toEqual(
      found('abc', now - 3_600_000, 'absolute'),
    );
    const token = jwt({ iat: now / 1000 - 7200, exp: now / 1000 - 3600 });
    expect(read(token)).toEqual(found(token, now - 3_600_000, 'jwt'));
  });

  it('names the end of the token in seconds or milliseconds, and never absurdly late', () => {
    expect(read({ access_token: 'abc', expires_at: later })).toEqual(found('abc', later, 'absolute'));
    expect(read({ access_token: 'abc', expires_in: 1e12 })).toEqual(found('abc', null, null));
    expect(read({ access_token: 'abc', expiry: '9999-01-01T00:00:00Z' })).toEqual(found('abc', null, null));
    const token = jwt({ exp: 1e300 });
    expect(read(token)).toEqual(found(token, null, null));
  });

  it.each([
    ['no known member', '{"token":"abc"}'],
    ['an error', '{"error":"invalid_grant"}'],
    ['broken JSON', '{"access_token":"abc"'],
    ['the token twice', '{"access_token":"abc","access_token":"def"}'],
    ['an array', '["abc"]'],
    ['a token that is no text', '{"access_token":{"a":"abc"}}'],
    ['a token with a line break', '{"access_token":"abc\\ndef"}'],
    ['a token with spaces', '{"access_token":"signed out"}'],
  ])('is refused with %s', (_what, output) => {
    expect(read(output)).toEqual(notAToken);
  });
});

describe('a JSON object whose members are named', () => {
  const config = {
    credential: { access_token: 'abc', id_token: 'def', token_expiry: '2030-01-01T01:00:00Z' },
    access_token: 'another',
  };

  it('gives that member and its time', () => {
    const paths = { token: 'credential.id_token', expiresAt: 'credential.token_expiry' };
    expect(read(config, { paths })).toEqual(found('def', later, 'absolute'));
    expect(read(config, { paths: { token: 'credential.access_token' } })).toEqual(found('abc', null, null));
    expect(read({ t: 'abc', e: `${later}` }, { paths: { token: 't', expiresAt: 'e' } })).toEqual(
      found('abc', later, 'absolute'),
    );
  });

  it('gives no other instead', () => {
    expect(read(config, { paths: { token: 'id_token' } })).toEqual(notAToken);
    expect(read('abc', { paths: { token: 'id_token' } })).toEqual(notAToken);
  });
});

describe('a table of dataos-ctl', () => {
  const table = `INFO[0000] 🔑 user apikey get...
  TOKEN | TYPE | EXPIRATION | NAME
  ------|------|------------|-----
  Zmlyc3Q= | apikey | 2030-01-01T00:30:00Z | mine
  c2Vjb25k | apikey | 2030-01-01T01:00:00Z | mine
  dGhpcmQ= | apikey | soon                 | mine
  b3RoZXI= | apikey | 2030-02-01T00:00:00Z | other
  YmFk IGs | apikey | 2030-02-01T00:00:00Z | broken`;

  it('gives the key with the name, the one that ends last', () => {
    expect(read(table, { dataosKeyName: 'mine' })).toEqual(found('c2Vjb25k', later, 'absolute'));
    expect(read(table, { dataosKeyName: 'other' })).toEqual(
      found('b3RoZXI=', Date.UTC(2030, 1, 1), 'absolute'),
    );
  });

  it('gives nothing without that name, or with a key that is none', () => {
    expect(read(table, { dataosKeyName: 'theirs' })).toEqual(notAToken);
    expect(read(table, { dataosKeyName: 'broken' })).toEqual(notAToken);
    expect(read('Unauthorized', { dataosKeyName: 'mine' })).toEqual(notAToken);
    expect(read('{"access_token":"abc"}', { dataosKeyName: 'mine' })).toEqual(notAToken);
  });

  it('is no token unless the rule says so', () => {
    expect(read(table)).toEqual(notAToken);
  });
});

describe('a single line', () => {
  it.each([
    ['abc', 'abc'],
    ['abc\n', 'abc'],
    ['\n  abc\r\n\n', 'abc'],
    ['\ufeffabc', 'abc'],
    ['IAM token:  Bearer eyJ.x.y', 'eyJ.x.y'],
    ['IAM token:  Bearer eyJ.x.y\n', 'eyJ.x.y'],
    ['Bearer abc', 'abc'],
    ['bearer  abc', 'abc'],
    ['"abc"', 'abc'],
    ['Zm9v+/==', 'Zm9v+/=='],
  ])('%j is the token %s', (output, token) => {
    expect(read(output)).toEqual(found(token, null, null));
  });

  it('may be a JWT, which names its end', () => {
    const token = jwt({ exp: later / 1000 });
    expect(read(`IAM token:  Bearer ${token}\n`)).toEqual(found(token, later, 'jwt'));
  });

  it.each([
    '',
    '\n',
    'abc\ndef',
    'IAM token:  Bearer abc\nUAA token:  Bearer def',
    'Error: Unauthorized',
    'IAM token:  abc def',
    'IAM token:  Bearer abc def',
    'Bearer',
    'null',
    'None\n',
    '"null"',
    'ümlaut',
    'a\u0000b',
    'a\u001b[0m',
    '<html>token</html>',
    'x'.repeat(16_385),
  ])('%j is no token', (output) => {
    expect(read(output)).toEqual(notAToken);
  });
});

it('never throws, and gives nothing but printable texts', () => {
  const member = fc.constantFrom(
    'access_token',
    'accessToken',
    'id_token',
    'token',
    'status',
    'kind',
    'success',
    'version',
    'token_type',
    'expires_in',
    'expiry',
    'expires_on',
    'expiresOn',
    'expiration_time',
    'ExecCredential',
    'Bearer',
  );
  const json = fc.object({ key: member, values: [fc.string(), member, fc.double(), fc.constant(null)] });
  const output = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    json.map((value) => JSON.stringify(value)),
  );
  const rule = fc.constantFrom<CommandOutputRule>(
    {},
    { paths: { token: 'token', expiresAt: 'expiry' } },
    { dataosKeyName: 'a' },
  );
  fc.assert(
    fc.property(output, rule, (text, by) => {
      const answer = read(text, by);
      if (!answer.ok) expect(answer).toEqual(notAToken);
      else {
        expect(answer.value.token).toMatch(/^[\x21-\x7e]+$/);
        expect(answer.value.source === null).toBe(answer.value.expiresAtMs === null);
      }
    }),
    { numRuns: 2_000 },
  );
});
