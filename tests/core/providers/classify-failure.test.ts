import { describe, expect, it, vi } from 'vitest';
import { retryAfterMs } from '#core/providers/retry-after';
import { answer, canary, nowMs, read } from './preset-rig.ts';

const failureOf = (status: number, body: unknown, headers?: Record<string, string>) => {
  const result = read('oauth2', answer(status, body, headers));
  if (result.ok) throw new Error('a token');
  return result.failure;
};

describe('classifyFailure', () => {
  it.each([
    [400, {}, 'refused'],
    [401, {}, 'refused'],
    [402, {}, 'refused'],
    [403, {}, 'refused'],
    [400, { error: 'invalid_grant' }, 'refused'],
    [400, { error: 'INVALID_SCOPE' }, 'refused'],
    [404, { error: 'invalid_client' }, 'refused'],
    [500, { error: 'invalid_client' }, 'refused'],
    [400, { error: 'temporarily_unavailable' }, 'serviceFailed'],
    [400, { error: 'server_error' }, 'serviceFailed'],
    [400, { error: 'slow_down' }, 'rateLimited'],
    [429, { error: 'invalid_client' }, 'rateLimited'],
    [429, '', 'rateLimited'],
    [408, {}, 'serviceFailed'],
    [425, {}, 'serviceFailed'],
    [500, 'oops', 'serviceFailed'],
    [502, '<html>', 'serviceFailed'],
    [503, {}, 'serviceFailed'],
    [504, {}, 'serviceFailed'],
    [302, {}, 'redirected'],
  ])('%i with %j: %s', (status, body, kind) => {
    expect(failureOf(status, body)).toMatchObject({ kind, httpStatus: status, step: 'answer' });
  });

  it.each([
    [404, 'notFound'],
    [405, 'methodNotAllowed'],
    [406, 'unexpectedStatus'],
    [410, 'unexpectedStatus'],
    [422, 'unexpectedStatus'],
    [201, 'unexpectedStatus'],
    [204, 'unexpectedStatus'],
  ])('%i is not usable: %s', (status, reason) => {
    expect(failureOf(status, {})).toMatchObject({ kind: 'unusableAnswer', reason, httpStatus: status });
  });

  const page = '<!doctype html><title>Sign in</title>';
  const html = { 'content-type': 'text/html' };
  const basic = { 'www-authenticate': 'Basic realm="api"' };

  it.each([
    [400, page, html],
    [401, page, html],
    [403, page, html],
    [403, 'Access denied by the gateway', html],
    [403, `\ufeff\n<HTML><body>`, {}],
  ])('%i as a web page was said by somebody in between: %j', (status, body, headers) => {
    expect(failureOf(status, body, headers)).toMatchObject({ kind: 'serviceFailed', reason: 'webPage' });
  });

  it.each([
    [401, '', {}],
    [401, 'Unauthorized', { 'content-type': 'text/plain' }],
    [401, page, { ...html, ...basic }],
    [403, page, { ...html, ...basic }],
    [402, page, html],
    [
      403,
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
      {
        'content-type': 'application/xml',
      },
    ],
    [401, '{"message":"no"}', html],
  ])('%i %j with %j is the word of the service', (status, body, headers) => {
    const failure = failureOf(status, body, headers as Record<string, string>);
    expect(failure).toMatchObject({ kind: 'refused' });
    expect(failure.reason).toBeUndefined();
  });

  it.each([
    ['invalid_client', 'refused'],
    ['invalid_grant', 'refused'],
    ['unauthorized_client', 'refused'],
    ['invalid_request', 'refused'],
    ['invalid_scope', 'refused'],
    ['unsupported_grant_type', 'refused'],
    ['access_denied', 'refused'],
    [40001, 'refused'],
    ['403', 'refused'],
    ['4XX-1', 'refused'],
    ['BXNIM0415E', 'refused'],
    [42900, 'rateLimited'],
    [40800, 'serviceFailed'],
    [50000, 'serviceFailed'],
    ['server_error', 'serviceFailed'],
    ['db_locked', 'serviceFailed', 'unknownError'],
    [30001, 'serviceFailed', 'unknownError'],
    [true, 'serviceFailed', 'unknownError'],
    [{ a: 1 }, 'serviceFailed', 'unknownError'],
  ])('a success with the error %j is %s', (error, kind, reason?) => {
    const failure = failureOf(200, { error, access_token: 'abc' });
    expect(failure).toMatchObject({ kind, httpStatus: 200 });
    expect(failure.reason).toBe(reason);
  });

  it('cleans and bounds what the service says', () => {
    const failure = failureOf(400, {
      error: 'invalid_client\r\n\u202eevil',
      error_description: `AADSTS7000215: Invalid\r\nsecret\u0000 ${'x'.repeat(2_000)}`,
    });
    expect(failure.providerCode).toBe('invalid_client evil');
    expect(failure.providerMessage).toMatch(/^AADSTS7000215: Invalid secret x+…$/);
    expect(failure.providerMessage?.length).toBeLessThanOrEqual(300);
  });

  it('shows a plain text and no web page', () => {
    const text = { 'content-type': 'text/plain' };
    expect(failureOf(503, `down, your secret ${canary}`, text).providerMessage).toBe(
      'down, your secret «redacted»',
    );
    expect(failureOf(503, '<html>down</html>').providerMessage).toBeUndefined();
    expect(failureOf(400, 'access_token has expired', text).providerMessage).toBe('access_token has expired');
    for (const damaged of [
      `)]}',\n{"access_token":"abc","x":1}`,
      'access_token=abc&x=1',
      "{{'id_token': 'abc'}}",
    ])
      expect(failureOf(503, damaged, text).providerMessage).toBeUndefined();
    expect(failureOf(400, { error: { a: 1 }, error_description: ['x'] })).toEqual({
      kind: 'refused',
      step: 'answer',
      host: 'api.example.com',
      httpStatus: 400,
    });
  });
});

describe('retryAfterMs', () => {
  const at = (text: string, date?: string) =>
    retryAfterMs({ 'retry-after': text, ...(date === undefined ? {} : { date }) }, nowMs);

  it.each([
    ['0', 0],
    ['7', 7_000],
    [' 120 ', 120_000],
    ['86400', 86_400_000],
    ['315360000', 86_400_000],
    ['9'.repeat(400), 86_400_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Thursday, 01-Jan-26 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['Fri, 01 Jan 2036 00:00:00 GMT', 86_400_000],
  ])('%j is %i ms', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('reads a date without a zone as GMT wherever this computer is', () => {
    vi.stubEnv('TZ', 'America/New_York');
    expect(at('Thu Jan  1 00:01:00 2026')).toBe(60_000);
    vi.unstubAllEnvs();
  });

  it.each(['', 'soon', '-5', '1.5', '1e9', 'Thu', 'Infinity'])('%j says nothing', (text) => {
    expect(at(text)).toBeUndefined();
  });

  it('measures a date by the clock of the service', () => {
    expect(at('Thu, 01 Jan 2026 12:01:00 GMT', 'Thu, 01 Jan 2026 12:00:00 GMT')).toBe(60_000);
  });
});
