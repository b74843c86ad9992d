import { describe, expect, it } from 'vitest';
import { answer, canary, jwt, nowMs, read } from './preset-rig.ts';

const nowS = nowMs / 1000;
const facts = (presetId: string, body: unknown, status = 200, headers?: Record<string, string>) => {
  const result = read(presetId, answer(status, body, headers));
  return result.ok
    ? {
        token: result.value.value.reveal(),
        lifetimeS: ((result.value.expiresAtMs ?? Number.NaN) - nowMs) / 1000,
        source: result.value.lifetimeSource,
        outputs: result.value.outputs,
      }
    : result.failure;
};

describe('CelerData', () => {
  it('success; the refresh token is ignored', () => {
    const body = { access_token: 'ABC123', expires_in: 3600, refresh_token: canary, token_type: 'Bearer' };
    const result = read('celerdata', answer(200, body));
    expect(result).toMatchObject({ ok: true, value: { tokenType: 'Bearer', obtainedAtMs: nowMs } });
    expect(facts('celerdata', body)).toMatchObject({ token: 'ABC123', lifetimeS: 3600, source: 'relative' });
    expect(Object.values(result.ok ? result.value : {}).join()).not.toContain(canary);
  });

  it('an error in the envelope with status 200 is a refusal', () => {
    expect(facts('celerdata', { code: 40001, message: 'invalid key', data: null })).toEqual({
      kind: 'refused',
      step: 'answer',
      host: 'api.example.com',
      httpStatus: 200,
      providerCode: '40001',
      providerMessage: 'invalid key',
    });
  });

  it('a passing fault in the envelope with status 200 is no refusal', () => {
    expect(facts('celerdata', { code: 50001, message: 'busy' })).toMatchObject({ kind: 'serviceFailed' });
    expect(facts('celerdata', { code: 'ERR', data: null })).toMatchObject({ reason: 'unknownError' });
  });

  it('401 as a web page', () => {
    const page = '<!doctype html><title>Unauthorized</title>';
    expect(facts('celerdata', page, 401, { 'content-type': 'text/html' })).toEqual({
      kind: 'serviceFailed',
      reason: 'webPage',
      step: 'answer',
      host: 'api.example.com',
      httpStatus: 401,
    });
  });

  it('429 with Retry-After', () => {
    expect(facts('celerdata', {}, 429, { 'retry-after': '7' })).toMatchObject({
      kind: 'rateLimited',
      retryAfterMs: 7_000,
    });
  });
});

describe('IBM DBaaS', () => {
  it('takes the lifetime from the JWT and the user id as output', () => {
    const token = jwt({ iat: nowS, exp: nowS + 3000 });
    expect(facts('ibm-dbaas', { access_token: token, user_id: '0f9a' })).toEqual({
      token,
      lifetimeS: 3000,
      source: 'jwt',
      outputs: [{ id: 'user_id', label: 'User ID', value: '0f9a' }],
    });
  });

  it('counts the life of the JWT from here when the clocks differ by more than it', () => {
    for (const iat of [nowS - 90_000, nowS + 90_000]) {
      const body = { access_token: jwt({ iat, exp: iat + 3000 }), user_id: 'u' };
      expect(facts('ibm-dbaas', body)).toMatchObject({ lifetimeS: 3000, source: 'jwt' });
    }
  });

  it('a JWT without exp gets the default', () => {
    const result = facts('ibm-dbaas', { access_token: jwt({ iat: nowS }), user_id: 'u' });
    expect(result).toMatchObject({ lifetimeS: 3300, source: 'preset' });
  });

  it('an output that echoes the key or the token is dropped', () => {
    expect(facts('ibm-dbaas', { access_token: 'tok-1234', user_id: canary })).toMatchObject({ outputs: [] });
    expect(facts('ibm-dbaas', { access_token: 'tok-1234', user_id: 'tok-1234' })).toMatchObject({
      outputs: [],
    });
    expect(facts('ibm-dbaas', { access_token: 'tok-1234', user_id: 'a\u0000b' })).toMatchObject({
      outputs: [],
    });
    expect(facts('ibm-dbaas', { access_token: 'tok-1234', user_id: { a: 1 } })).toMatchObject({
      outputs: [],
    });
  });
});

describe('IBM IAM', () => {
  const body = {
    access_token: jwt({ exp: nowS + 3500 }),
    refresh_token: 'not_supported',
    ims_user_id: 118,
    token_type: 'bearer',
    expires_in: 3600,
    expiration: nowS + 3550,
    scope: 'ibm openid',
  };

  it('takes the earliest of expires_in, expiration and exp', () => {
    expect(facts('ibm-iam', body)).toMatchObject({ lifetimeS: 3500, source: 'jwt' });
    expect(facts('ibm-iam', { ...body, access_token: 'opaque' })).toMatchObject({
      lifetimeS: 3550,
      source: 'absolute',
    });
    expect(facts('ibm-iam', { ...body, expires_in: 60 })).toMatchObject({
      lifetimeS: 60,
      source: 'relative',
    });
  });

  it('BXNIM0415E, with the request id for the support and without the address of the client', () => {
    const failure = facts(
      'ibm-iam',
      {
        errorCode: 'BXNIM0415E',
        errorMessage: 'Provided API key could not be found',
        context: { requestId: 'req-77', clientIp: '203.0.113.7' },
      },
      400,
    );
    expect(failure).toEqual({
      kind: 'refused',
      step: 'answer',
      host: 'api.example.com',
      httpStatus: 400,
      providerCode: 'BXNIM0415E',
      providerMessage: 'Provided API key could not be found',
      requestId: 'req-77',
    });
  });
});

describe('Layar', () => {
  it('a token alone lives for twelve hours', () => {
    expect(facts('layar', { access_token: 'abc' })).toMatchObject({ lifetimeS: 43_200, source: 'preset' });
  });

  it('expires_in counts when there is one', () => {
    expect(facts('layar', { access_token: 'abc', expires_in: 600 })).toMatchObject({ lifetimeS: 600 });
  });

  it('402 is a licence problem that no retry cures', () => {
    expect(facts('layar', { error: 'payment_required' }, 402)).toMatchObject({
      kind: 'refused',
      httpStatus: 402,
      providerCode: 'payment_required',
    });
    expect(facts('layar', { error: 'payment_required' }, 500)).toMatchObject({ kind: 'refused' });
  });
});

describe('OAuth 2.0', () => {
  const good = { access_token: 'abc', token_type: 'Bearer' };

  it('reads sloppy successes', () => {
    expect(facts('oauth2', { ...good, expires_in: '3599' })).toMatchObject({ lifetimeS: 3599 });
    expect(facts('oauth2', good)).toMatchObject({ lifetimeS: 3600, source: 'assumed' });
    expect(facts('oauth2', { ...good, error: null })).toMatchObject({ token: 'abc' });
    expect(facts('oauth2', { ...good, access_token: 'Bearer abc' })).toMatchObject({ token: 'abc' });
    expect(facts('oauth2', { ...good, access_token: 'bearer Bearer abc' })).toMatchObject({ token: 'abc' });
    expect(facts('oauth2', { ...good, token_type: 'BEARER' })).toMatchObject({ token: 'abc' });
    expect(facts('oauth2', { ...good, scope: ['a', 'b'] })).toMatchObject({ token: 'abc' });
    const text = { 'content-type': 'text/plain' };
    expect(facts('oauth2', `\ufeff\n ${JSON.stringify(good)}\n`, 200, text)).toMatchObject({ token: 'abc' });
    expect(facts('oauth2', JSON.stringify(good), 200, { 'content-type': 'text/html' })).toMatchObject({
      token: 'abc',
    });
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect(facts('oauth2', 'access_token=abc&token_type=bearer&expires_in=60', 200, form)).toMatchObject({
      token: 'abc',
      lifetimeS: 60,
    });
  });

  it.each([
    ['200 with error', { error: 'invalid_client', access_token: 'abc' }, 'refused', undefined],
    ['an unknown error with 200', { error: 'whatever' }, 'serviceFailed', 'unknownError'],
    ['a passing error with 200', { error: 'temporarily_unavailable' }, 'serviceFailed', undefined],
    ['a login page', '<html><body>Sign in</body></html>', 'unusableAnswer', 'html'],
    ['no body', '', 'unusableAnswer', 'notJson'],
    ['plain text', 'OK', 'unusableAnswer', 'notJson'],
    ['damaged JSON', '{"access_token":"abc"', 'unusableAnswer', 'notJson'],
    ['an array', '[{"access_token":"abc"}]', 'unusableAnswer', 'noToken'],
    ['two tokens', '{"access_token":"abc","access_token":"def"}', 'unusableAnswer', 'repeatedMember'],
    [
      'two tokens in disguise',
      '{"access_token":"abc","\\u0061ccess_token" :"d"}',
      'unusableAnswer',
      'repeatedMember',
    ],
    ['deep JSON', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'unusableAnswer', 'tooDeep'],
    ['a token in the prototype', '{"__proto__":{"access_token":"abc"}}', 'unusableAnswer', 'noToken'],
    ['no token', { token_type: 'Bearer' }, 'unusableAnswer', 'noToken'],
    ['an empty token', { access_token: '' }, 'unusableAnswer', 'noToken'],
    ['only the scheme', { access_token: 'Bearer ' }, 'unusableAnswer', 'noToken'],
    ['a number as token', { access_token: 12345 }, 'unusableAnswer', 'noToken'],
    ['an object as token', { access_token: { a: 1 } }, 'unusableAnswer', 'noToken'],
    ['a line break in the token', { access_token: 'a\r\nX: y' }, 'unusableAnswer', 'tokenCharacters'],
    ['NUL in the token', { access_token: 'a\u0000b' }, 'unusableAnswer', 'tokenCharacters'],
    ['a space in the token', { access_token: 'a b' }, 'unusableAnswer', 'tokenCharacters'],
    ['a token that ends with a line break', { access_token: 'abc\n' }, 'unusableAnswer', 'tokenCharacters'],
    ['a token outside ASCII', { access_token: 'tökén' }, 'unusableAnswer', 'tokenCharacters'],
    ['a broken charset', { access_token: 'ab\ufffdc' }, 'unusableAnswer', 'tokenCharacters'],
    ['a huge token', { access_token: 'x'.repeat(16_385) }, 'unusableAnswer', 'tokenTooLong'],
    ['another type', { access_token: 'abc', token_type: 'mac' }, 'unusableAnswer', 'tokenType'],
    ['a DPoP token', { access_token: 'abc', token_type: 'DPoP' }, 'unusableAnswer', 'tokenType'],
    [
      'a type that is no text',
      { access_token: 'abc', token_type: ['Bearer'] },
      'unusableAnswer',
      'tokenType',
    ],
  ])('refuses %s', (_what, body, kind, reason) => {
    const failure = facts('oauth2', body);
    expect(failure).toMatchObject({ kind, host: 'api.example.com', httpStatus: 200 });
    expect('reason' in failure ? failure.reason : undefined).toBe(reason);
  });

  it('refuses repeated members of a form', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const name of ['access_token', 'access%5Ftoken'])
      expect(facts('oauth2', `access_token=a&${name}=b`, 200, form)).toMatchObject({
        reason: 'repeatedMember',
      });
  });
});
