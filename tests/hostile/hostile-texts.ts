import fc from 'fast-check';

/** The token of an answer that is good as far as its token is concerned. */
export const goodToken = 'good-token.123-which-is-long-enough';

/** Ways in which a careless service repeats a secret that it was sent. */
function echoes(secret: string): string[] {
  const pair = `an-id:${secret}`;
  return [
    secret,
    ` ${secret}\u202e`,
    pair,
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(pair).toString('base64'),
    `Basic ${Buffer.from(pair).toString('base64')}`,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    encodeURIComponent(pair),
    new URLSearchParams({ client_secret: secret }).toString(),
    JSON.stringify(JSON.stringify(secret)),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    secret.toUpperCase(),
    `${'x'.repeat(3_990)}${secret}`,
    secret.repeat(200),
  ];
}

/** Any text that a broken or malicious service could put anywhere. */
export function hostileText(secret: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...echoes(secret)),
    fc.constantFrom('', 'a\r\nb', 'a\u0000b', '\u001b[31mred', 'Bearer', 'Bearer Bearer x', 'other-token'),
    fc.constantFrom('x'.repeat(20_000), '\u200b', '\ud800', '__proto__'),
    // Each time another one: what is the token of one answer must not be the error code of the next by chance (NW-11).
    fc.noBias(fc.uuid()).map((id) => `<script>alert('${id}')</script>`),
  );
}

/** JSON text of any value, also of some that JSON does not have (`NaN`, `1e999`). */
export function hostileJson(secret: string): fc.Arbitrary<string> {
  const values = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.anything(),
    fc.constantFrom({}, []),
  );
  return fc.oneof(
    { weight: 2, arbitrary: hostileText(secret).map((text) => JSON.stringify(text)) },
    { weight: 2, arbitrary: values.map(jsonText) },
    { weight: 1, arbitrary: fc.constantFrom('NaN', '-Infinity', '1e999', '0x10', '01', '.5', 'undefined') },
  );
}

/** JSON text of a value; of one that has none, a text that is no JSON. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'NaN';
  } catch {
    return '1e999';
  }
}
