import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotenvValue } from '#core/copy-as/dotenv-value';
import { quoteForFish, quoteForPosix, quoteForPowerShell } from '#core/copy-as/shell-quoting';
import { parseEnv } from '#core/import/parse-env';

const valuesOf = (text: string) => parseEnv(text).map(({ name, value }) => [name, value]);

describe('values', () => {
  it.each([
    ['A=b', 'b'],
    ['  A = b  ', 'b'],
    ['export A=b', 'b'],
    ['export A="b"; export C=d', 'b'],
    ['A=b;', 'b;'],
    ['A=b;c;', 'b;c;'],
    ['A=b"', 'b"'],
    ['A=b; export A', 'b'],
    ['export A=b;', 'b'],
    ['declare -x A=b;', 'b'],
    ['set A=b;', 'b'],
    ['set -gx A b;', 'b'],
    ['$env:A = b;', 'b'],
    ['export A=b; export C=d', 'b'],
    ['A=b # comment', 'b'],
    ['A=b#no comment', 'b#no comment'],
    ['A=b c', 'b c'],
    ['A=', ''],
    ["A='b # c'", 'b # c'],
    [String.raw`A='b\n"c'`, String.raw`b\n"c`],
    [String.raw`A="b\n\"c\" \$d \q"`, 'b\n"c" $d \\q'],
    ['A="b" # comment', 'b'],
    ['A="line 1\nline 2"', 'line 1\nline 2'],
    ['A="line 1\r\nline 2"\r\n', 'line 1\nline 2'],
    ["A='it'\\''s'", "it's"],
    ['A="b"c', 'bc'],
    ['A="b', '"b'],
    ['A=a=b==', 'a=b=='],
    ['set -gx A b', 'b'],
    ["set -Ux --export A 'it\\'s'", "it's"],
    ['$env:A = "b`"c""d"', 'b"c"d'],
    ["$env:A='it''s'", "it's"],
    ['set A=b c', 'b c'],
    ['set "A=b c"', 'b c'],
    ['setx A "b c"', 'b c'],
    ['\ufeffA=b'.slice(1), 'b'],
  ])('%j', (text, value) => {
    expect(valuesOf(text)[0]).toEqual(['A', value]);
  });

  it('a forgotten quote does not take the lines after it', () => {
    expect(valuesOf('A="b\nB="c"\nC=d')).toEqual([
      ['A', '"b'],
      ['B', 'c'],
      ['C', 'd'],
    ]);
  });

  it('the last of two counts, and lines are numbered', () => {
    expect(parseEnv('A=1\n\nB="x\ny"\nA=2')).toMatchObject([
      { name: 'A', line: 1, isOverridden: true },
      { name: 'B', line: 3, isOverridden: false },
      { name: 'A', line: 5, value: '2', isOverridden: false },
    ]);
  });

  const secret = fc.string({
    unit: fc.constantFrom(...`abcXYZ019 _-.:/+=@%,!#$&'"\\\`()*;<>?[]^{|}~é’`),
    minLength: 1,
  });

  it.each([
    ['a POSIX shell', quoteForPosix, (q: string) => `export A=${q}`],
    ['fish', quoteForFish, (q: string) => `set -gx A ${q}`],
    ['PowerShell', quoteForPowerShell, (q: string) => `$env:A = ${q}`],
    ['.env', dotenvValue, (q: string) => `A=${q}`],
  ])('what Keyfob copies for %s comes back', (_name, quote, line) => {
    fc.assert(
      fc.property(secret, (text) => {
        const quoted = quote(text);
        if (quoted.ok) expect(valuesOf(line(quoted.value))).toEqual([['A', text]]);
      }),
      { numRuns: 300 },
    );
  });

  it('that stand bare in a file are what is written there', () => {
    const bare = fc.string({
      unit: fc.constantFrom(...`abcXYZ019_-.:/+=@%,!$&*;<>?[]^{|}~é"'`),
      minLength: 1,
    });
    fc.assert(
      fc.property(bare, (text) => {
        fc.pre(!/^["'`]/.test(text));
        expect(valuesOf(`A=${text}`)).toEqual([['A', text]]);
      }),
      { numRuns: 300 },
    );
  });

  it('of a script are those that bash sets', () => {
    const spelled = fc.constantFrom<(text: string) => string>(
      (text) => `'${text.replaceAll("'", `'\\''`)}'`,
      (text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`,
    );
    const samples = fc.sample(fc.tuple(secret, spelled), { numRuns: 200, seed: 3 });
    const script = samples.map(([text, spell], index) => `export V${index}=${spell(text)}`).join('\n');
    const names = samples.map((_, index) => `"$V${index}"`).join(' ');
    const shown = execFileSync('bash', ['--norc', '-c', `${script}\nprintf '%s\\0' ${names}`], {
      encoding: 'utf8',
    });
    expect(parseEnv(script).map(({ value }) => value)).toEqual(shown.split('\0').slice(0, -1));
  });
});
