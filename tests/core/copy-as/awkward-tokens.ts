import fc from 'fast-check';

const printable = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCodePoint(0x20 + at));
/** What means something to a shell, to `curl`, to PowerShell or to a reader of `.env` files. */
const special = [
  ...`'"\`$\\!#%&*()[]{}<>|;~?^=:,@-+/ `,
  ..."''",
  "\\'",
  '\\\\',
  '\\n',
  `'"'`,
  '$(id)',
  '`id`',
  '$HOME',
  '{a,b}',
  '!!',
  '%PATH%',
  '&&',
  '#{x}',
  '@{x}',
  ...'‘’‚‛“”„',
  ...'–—…',
];
const beyondAscii = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 1 })
  .filter((unit) => !/\p{Cc}/u.test(unit));
const start = fc.constantFrom('', '', '-', '--', '@', '~', '=', '#', '-K', '@/etc/passwd');

function textOf(unit: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(start, fc.string({ unit, minLength: 1, maxLength: 60 })).map(([a, b]) => a + b);
}

/** Any text without control characters, most of it special to somebody. */
export const anyToken = fc.oneof(
  textOf(fc.oneof(fc.constantFrom(...special), fc.constantFrom(...printable))),
  textOf(fc.oneof(fc.constantFrom(...special), beyondAscii)),
);

/** What a header can carry and nobody trims: printable ASCII without spaces. */
export const headerToken = textOf(fc.constantFrom(...special, ...printable)).map((text) =>
  text.replace(/[^\x21-\x7e]/g, '.'),
);

/** Tokens as services issue them: RFC 6750 section 2.1. */
export const usualToken = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,200}={0,2}$/);

/** The same tokens for the same seed. */
export function sampleTokens(arbitrary: fc.Arbitrary<string>, count: number, seed: number): string[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}
