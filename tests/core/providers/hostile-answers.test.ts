import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HttpAnswer } from '#core/ports';
import { readTestAnswer } from '#core/providers/read-test-answer';
import { shippedPresets } from '#core/providers/shipped-presets';
import { canary, context, nowMs, read } from './preset-rig.ts';

/** NW-08 of the security bar: answers that a broken or malicious service could send. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    `a\r\nb`,
    'a\u0000b',
    'Bearer',
    'Bearer Bearer x',
    'x'.repeat(20_000),
    canary,
    ` ${canary}\u202e`,
    'good-token.123',
    Buffer.from(`id:${canary}`).toString('base64'),
    encodeURIComponent(canary),
  ),
);
const hostileValue = fc.oneof(
  hostileText,
  fc.double(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.anything(),
);
const members = fc.constantFrom(
  'access_token',
  'token_type',
  'expires_in',
  'expiration',
  'user_id',
  'error',
  'error_description',
  'errorCode',
  'errorMessage',
  'code',
  'message',
  'context',
  '__proto__',
  'constructor',
);
const object = fc
  .array(fc.tuple(members, hostileValue), { maxLength: 8 })
  .map((pairs) => `{${pairs.map(([name, value]) => `"${name}":${stringify(value)}`).join(',')}}`);
/** A usable token among hostile neighbours. */
const almostGood = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom('expires_in', 'expiration', 'user_id', 'scope', 'message'), hostileValue),
    {
      selector: ([name]) => name,
    },
  )
  .map((pairs) => JSON.stringify({ access_token: 'good-token.123', ...safeObject(pairs) }));
const body = fc.oneof(
  { weight: 3, arbitrary: almostGood },
  { weight: 5, arbitrary: object },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: hostileText.map((text) => `<html>${text}</html>`) },
  { weight: 1, arbitrary: fc.nat(2_000).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) },
  { weight: 1, arbitrary: fc.tuple(members, hostileText).map(([name, text]) => `${name}=${text}`) },
);
const hostileAnswer: fc.Arbitrary<HttpAnswer> = fc.record({
  status: fc.constantFrom(200, 200, 200, 200, 201, 204, 302, 400, 401, 402, 403, 404, 418, 429, 500, 503),
  headers: fc.record({
    'content-type': fc.constantFrom(
      'application/json',
      'text/html',
      'text/plain',
      'application/x-www-form-urlencoded',
    ),
    'retry-after': fc.oneof(fc.string(), fc.nat().map(String)),
    date: fc.string(),
  }),
  body,
});

it('no hostile answer gives a bad token, an exception or a secret in a failure', () => {
  const accepted = { count: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom('celerdata', 'ibm-dbaas', 'ibm-iam', 'layar', 'oauth2'),
      hostileAnswer,
      (presetId, given) => {
        const result = read(presetId, given);
        if (!result.ok) {
          expect(leaks(JSON.stringify(result.failure))).toBe(false);
          expect(JSON.stringify(result.failure).length).toBeLessThan(1_000);
          return;
        }
        accepted.count += 1;
        const { value, expiresAtMs, tokenType, outputs } = result.value;
        expect(given.status).toBe(200);
        expect(value.reveal()).toMatch(/^[\x21-\x7e]{1,16384}$/);
        expect(value.reveal()).not.toMatch(/^bearer\b *$/i);
        expect(tokenType).toBe('Bearer');
        expect(expiresAtMs).toBeGreaterThan(nowMs);
        expect(expiresAtMs).toBeLessThanOrEqual(nowMs + 3650 * 86_400_000);
        expect(leaks(JSON.stringify(outputs))).toBe(false);
      },
    ),
    { numRuns: 3_000 },
  );
  // The generator must reach the way to success too, else the property would say little.
  expect(accepted.count).toBeGreaterThan(100);
});

it('no hostile answer to a test call gives an exception or a secret', () => {
  fc.assert(
    fc.property(fc.constantFrom(...shippedPresets), hostileAnswer, (preset, given) => {
      const result = readTestAnswer(preset, given, { ...context, step: 'testCall' });
      const shown = JSON.stringify(result);
      expect(leaks(shown)).toBe(false);
      expect(shown.length).toBeLessThan(1_000);
    }),
    { numRuns: 1_500 },
  );
});

it('reads 256 KiB of the worst JSON in reasonable time', () => {
  const worst = [
    `{"a":"${'\\\\'.repeat(120_000)}"}`,
    `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":""`).join(',')}}`,
    `[${'"",'.repeat(80_000)}""]`,
    `{"a"${' '.repeat(250_000)}:1}`,
    `{"error":"x","error_description":"${canary.repeat(12_000)}"}`,
    `{"error":"x","error_description":"${'a '.repeat(120_000)}"}`,
  ];
  const startedMs = performance.now();
  for (const text of worst) read('oauth2', { status: 200, headers: {}, body: text });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

const encodedCanary = Buffer.from(canary).toString('base64').slice(0, -4);

function leaks(text: string): boolean {
  return text.includes(canary) || text.includes(encodedCanary);
}

function safeObject(pairs: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, JSON.parse(stringify(value).replace('NaN', '0'))]),
  );
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'NaN';
  } catch {
    return '1e999';
  }
}
