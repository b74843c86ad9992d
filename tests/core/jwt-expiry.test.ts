import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jwtTimes } from '#core/jwt-expiry';

const jwt = (payload: unknown) =>
  ['{"alg":"RS256"}', JSON.stringify(payload), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('jwtTimes', () => {
  it('reads exp as seconds, possibly with a fraction', () => {
    const expiry = (claims: object) => jwtTimes(jwt(claims))?.expiresAtMs;
    expect(expiry({ exp: 1_893_456_000 })).toBe(1_893_456_000_000);
    expect(expiry({ exp: 1_893_456_000.5 })).toBe(1_893_456_000_500);
    expect(expiry({ name: 'Zoë 😀', exp: 1_893_456_000 })).toBe(1_893_456_000_000);
  });

  it('reads iat where it is a number', () => {
    const issue = (iat: unknown) => jwtTimes(jwt({ iat, exp: 9 }))?.issuedAtMs;
    expect([issue(5), issue(5.5), issue('5'), issue(null), issue(undefined)]).toEqual([
      5_000,
      5_500,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['an opaque token', 'ABCDEF0123456789'],
    ['an encrypted JWT of five parts', `${jwt({ exp: 1 })}.x.y`],
    ['a JWT without exp', jwt({ iat: 1 })],
    ['an exp that is text', jwt({ exp: '1893456000' })],
    ['an exp that is null', jwt({ exp: null })],
    ['a payload that is null', jwt(null)],
    ['a payload that is a number', jwt(7)],
    ['a payload that is not JSON', `a.${Buffer.from('{').toString('base64url')}.c`],
    ['a payload that is not base64', 'a.!!!.c'],
    ['a payload of a wrong length', 'a.AAAAA.c'],
    ['empty parts', '..'],
    ['an empty text', ''],
  ])('gives null for %s', (_what, token) => {
    expect(jwtTimes(token)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        jwtTimes(text);
        jwtTimes(`a.${text}.c`);
        jwtTimes(`a.${Buffer.from(text).toString('base64url')}.c`);
      }),
      { numRuns: 300 },
    );
  });
});
