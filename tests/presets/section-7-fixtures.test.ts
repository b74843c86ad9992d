import { describe, expect, it } from 'vitest';
import { readImport } from '#core/import/read-import';
import { waitingFor } from '#core/providers/device-sign-in';
import { readCommandOutput } from '#core/providers/read-command-output';
import { refreshTokenIn, timeAt } from '#core/providers/read-token-answer';
import { findPreset, shippedPresets } from '#core/providers/shipped-presets';
import { answer, exchangePreset, jwt, nowMs } from '../core/providers/preset-rig.ts';
import { readAnswer } from './read-answers.ts';

/** Every fixture that section 7 of the contracts lists, by its name there. All values are made up. */
const nowS = nowMs / 1000;

describe('CelerData', () => {
  const success = { access_token: 'ABC', expires_in: 3600, refresh_token: 'DEF', token_type: 'Bearer' };

  it('success', () => {
    expect(readAnswer('celerdata', success)).toEqual({
      token: 'ABC',
      lifetimeS: 3600,
      source: 'relative',
      outputs: {},
    });
  });

  it('success with body-only envelope error and status 200', () => {
    expect(readAnswer('celerdata', { code: 40001, message: 'no such key', data: null })).toMatchObject({
      kind: 'refused',
      providerCode: '40001',
      providerMessage: 'no such key',
    });
    expect(readAnswer('celerdata', { ...success, code: 20000 })).toMatchObject({ token: 'ABC' });
  });

  it('401 text/html', () => {
    const page = '<html><body>Unauthorized</body></html>';
    const html = { status: 401, headers: { 'content-type': 'text/html' } };
    expect(readAnswer('celerdata', page, html)).toMatchObject({ kind: 'serviceFailed', reason: 'webPage' });
    const asked = { status: 401, headers: { ...html.headers, 'www-authenticate': 'Basic' } };
    expect(readAnswer('celerdata', page, asked)).toMatchObject({ kind: 'refused' });
  });

  it('429 + Retry-After', () => {
    const busy = { status: 429, headers: { 'retry-after': '30' } };
    expect(readAnswer('celerdata', { code: 42900, message: 'slow down' }, busy)).toMatchObject({
      kind: 'rateLimited',
      retryAfterMs: 30_000,
    });
  });
});

describe('DataOS', () => {
  const key = (name: string) => btoa(`${name}.3f1e9a52-7c1d-4b1e-9d0c-5a2b8e4f6c11`);
  const bars = 'TOKEN | TYPE | EXPIRATION | NAME\n------|------|------------|------\n';
  const token = (output: string, dataosKeyName: string) => {
    const read = readCommandOutput(output, { dataosKeyName }, nowMs);
    return read.ok ? read.value : read.failure.reason;
  };
  const until = (name: string, expiresAtMs: number) => ({
    token: key(name),
    expiresAtMs,
    source: 'absolute',
  });

  it('table with bars and dashes', () => {
    const output = `INFO[0000] 🔑 user apikey get...complete\n\n${bars}${key('k')} | apikey | 2030-08-10T23:00:00Z | k\n`;
    expect(token(output, 'k')).toEqual(until('k', Date.UTC(2030, 7, 10, 23)));
  });

  it('table with box characters; offset expiry', () => {
    const heading = ' TOKEN │ TYPE │ EXPIRATION │ NAME\n───────┼──────┼────────────┼──────\n';
    const output = `${heading} ${key('k')} │ apikey │ 2030-11-29T12:30:00+05:30 │ k\n`;
    expect(token(output, 'k')).toEqual(until('k', Date.UTC(2030, 10, 29, 7)));
  });

  it('mojibake log line', () => {
    const output = `INFO[0000] ðŸ”‘ user apikey get...\n${bars}${key('k')} | apikey | 2030-08-10T23:00:00Z | k`;
    expect(token(output, 'k')).toEqual(until('k', Date.UTC(2030, 7, 10, 23)));
  });

  it('token touching the separator', () => {
    const output = `${bars}${key('k')}|apikey|2030-08-10T23:00:00Z|k`;
    expect(token(output, 'k')).toEqual(until('k', Date.UTC(2030, 7, 10, 23)));
  });

  it('empty list', () => {
    expect(token(bars, 'k')).toBe('notAToken');
    expect(token('', 'k')).toBe('notAToken');
  });

  it('two rows with the same name', () => {
    const row = (name: string, expiry: string) => `${key(name)} | apikey | ${expiry} | twice\n`;
    const output = bars + row('longer', '2030-08-12T00:00:00Z') + row('shorter', '2030-08-11T00:00:00Z');
    expect(token(output, 'twice')).toEqual(until('longer', Date.UTC(2030, 7, 12)));
  });
});

describe('IBM', () => {
  const iam = {
    access_token: 'abc',
    refresh_token: 'not_supported',
    token_type: 'Bearer',
    scope: 'ibm openid',
  };

  it('manager reply whose JWT has exp', () => {
    const access_token = jwt({ iat: nowS, exp: nowS + 1800 });
    expect(readAnswer('ibm-dbaas', { access_token, user_id: '0f9a' })).toEqual({
      token: access_token,
      lifetimeS: 1800,
      source: 'jwt',
      outputs: { user_id: '0f9a' },
    });
  });

  it('JWT without exp', () => {
    const access_token = jwt({ iat: nowS });
    expect(readAnswer('ibm-dbaas', { access_token, user_id: '0f9a' })).toMatchObject({
      lifetimeS: 3300,
      source: 'preset',
    });
  });

  it('IAM success with not_supported', () => {
    const body = { ...iam, expires_in: 3600, expiration: nowS + 3600 };
    expect(readAnswer('ibm-iam', body)).toMatchObject({ token: 'abc', lifetimeS: 3600 });
    expect(refreshTokenIn(exchangePreset('ibm-iam'), answer(200, body))).toBeNull();
  });

  it('BXNIM0415E', () => {
    const context = { requestId: 'r-1', clientIp: '203.0.113.7' };
    const body = { errorCode: 'BXNIM0415E', errorMessage: 'Provided API key could not be found', context };
    const failure = readAnswer('ibm-iam', body, { status: 400 });
    expect(failure).toMatchObject({ kind: 'refused', providerCode: 'BXNIM0415E', requestId: 'r-1' });
    expect(JSON.stringify(failure)).not.toContain('203.0.113.7');
  });

  it.each(['apiKey', 'apikey'])('key file with %s', (member) => {
    const file = { name: 'ci', description: 'd', createdAt: '2025-01-31T12:00+0000', [member]: 'k3y-value' };
    const [found] = readImport(JSON.stringify(file), shippedPresets).candidates;
    expect(found).toMatchObject({
      presetId: 'ibm-iam',
      suggestedName: 'ci',
      createdAtMs: Date.UTC(2025, 0, 31, 12),
    });
    expect(found?.secrets['apiKey']?.reveal()).toBe('k3y-value');
  });

  it('expires_at with +0000', () => {
    const rule = findPreset('ibm-iam')?.keyDetails?.expiresAt;
    if (rule === undefined) throw new Error('no rule');
    expect(timeAt({ expires_at: '2030-01-31T12:00+0000' }, rule)).toBe(Date.UTC(2030, 0, 31, 12));
  });
});

describe('Layar', () => {
  it('reply with access_token only: the 12 hours of the documentation', () => {
    expect(readAnswer('layar', { access_token: 'abc' })).toMatchObject({
      lifetimeS: 43_200,
      source: 'preset',
    });
  });

  it('with expires_in', () => {
    expect(readAnswer('layar', { access_token: 'abc', expires_in: 600 })).toMatchObject({
      lifetimeS: 600,
      source: 'relative',
    });
  });

  it('402', () => {
    expect(readAnswer('layar', { error: 'payment_required' }, { status: 402 })).toMatchObject({
      kind: 'refused',
      providerCode: 'payment_required',
    });
  });
});

describe('generic', () => {
  const good = { access_token: 'abc', token_type: 'bearer' };

  it('string expires_in', () => {
    expect(readAnswer('oauth2', { ...good, expires_in: '3599' })).toMatchObject({ lifetimeS: 3599 });
  });

  it('missing expires_in: an hour is assumed and marked so', () => {
    expect(readAnswer('oauth2', good)).toMatchObject({ lifetimeS: 3600, source: 'assumed' });
  });

  it('200 + error', () => {
    expect(readAnswer('oauth2', { ...good, error: 'invalid_client' })).toMatchObject({
      kind: 'refused',
      providerCode: 'invalid_client',
    });
  });

  it('rotated refresh token; the same one, or none, changes nothing', () => {
    const preset = exchangePreset('oauth2-refresh-token');
    const next = refreshTokenIn(preset, answer(200, { ...good, refresh_token: 'next-one' }));
    expect(next?.reveal()).toBe('next-one');
    expect(refreshTokenIn(preset, answer(200, good))).toBeNull();
  });

  it('slow_down', () => {
    const body = { error: 'slow_down' };
    expect(waitingFor(answer(400, body))).toBe('slow_down');
    expect(readAnswer('oauth2-device', body, { status: 400 })).toMatchObject({ kind: 'rateLimited' });
  });
});
