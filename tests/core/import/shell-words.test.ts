import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCmdWords } from '#core/import/cmd-words';
import { readShellWords } from '#core/import/shell-words';

const none = new Map<string, string>();
const words = (text: string, variables: ReadonlyMap<string, string> = none) =>
  readShellWords(text, 0, '', variables).words;

const ansi = (text: string) =>
  text.replace(/[\\'\n\t]|[^ -~]/g, (character) =>
    character === '\n'
      ? '\\n'
      : character === '\t'
        ? '\\t'
        : /[\\']/.test(character)
          ? `\\${character}`
          : character,
  );
/** All ways to write a text for bash. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => `'${text.replaceAll("'", `'\\''`)}'`,
  (text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`,
  (text) => `$'${ansi(text)}'`,
  (text) => text.replace(/[^\w./:=@%+,-]/g, (c) => (c === '\n' ? "'\n'" : `\\${c}`)) || "''",
];

/** Words, each with a way to write each of its two halves. */
const spelledWord = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...`abz019 '"\\$\`&|;<>(){}[]*?#~!=:/@%^,.-_\n\té`), maxLength: 12 }),
    fc.nat(12),
    fc.constantFrom(...spellings),
    fc.constantFrom(...spellings),
  )
  .map(([text, cut, first, second]) => {
    const halves = [text.slice(0, cut), text.slice(cut)] as const;
    return { text, spelled: halves[1] === '' ? first(halves[0]) : first(halves[0]) + second(halves[1]) };
  });

describe('words of a POSIX command', () => {
  it('are those that bash sees, in every spelling', () => {
    const commands = fc.sample(fc.array(spelledWord, { minLength: 1, maxLength: 6 }), {
      numRuns: 400,
      seed: 7,
    });
    const lines = commands.map((command) => command.map(({ spelled }) => spelled).join(' '));
    const script = lines.map((line) => `printf '%s\\0' ${line}\nprintf '\\1'`).join('\n');
    const shown = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    const byBash = shown
      .split('\u0001')
      .slice(0, -1)
      .map((part) => part.split('\0').slice(0, -1));
    expect(byBash).toEqual(commands.map((command) => command.map(({ text }) => text)));
    expect(lines.map((line) => words(line))).toEqual(byBash);
  });

  it.each([
    ['a \\\n  b', ['a', 'b']],
    ['a \\   \r\n b', ['a', 'b']],
    ['a `\n b', ['a', 'b']],
    ['a\nb', ['a']],
    ['a; b', ['a']],
    ['a | b', ['a']],
    ['a && b', ['a']],
    ['a # b', ['a']],
    ['https://h/?a=1&b=2#c d', ['https://h/?a=1&b=2#c', 'd']],
    ['a > out.txt b', ['a', 'b']],
    ['a 2>&1', ['a']],
    ['a 2>/dev/null -b', ['a', '-b']],
    ['a <in b', ['a', 'b']],
    ['-u <client id>:<secret> b', ['-u', '<client id>:<secret>', 'b']],
    ['“a b” ‘c d’', ['a b', 'c d']],
    ['a $(echo -n "x:y" | base64) b', ['a', '$(echo -n "x:y" | base64)', 'b']],
    ['"k $(echo "x" | base64)"', ['k $(echo "x" | base64)']],
    [`$'\\x41\\u00e9\\101\\''`, [`AéA'`]],
    ['""', ['']],
    ['a\'b\'"c"d', ['abcd']],
    ['$', ['$']],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('take the values of known variables, not between single quotes', () => {
    const known = new Map([['A', 'x y']]);
    expect(words(`$A "\${A}z" '$A' $B`, known)).toEqual(['x y', 'x yz', '$A', `\${B}`]);
    expect(readShellWords('$A $B', 0, '', null).words).toEqual(['$A', '$B']);
  });

  it('end with the substitution that they stand in', () => {
    expect(readShellWords('a b) c', 0, ')', none)).toEqual({ words: ['a', 'b'], end: 3, isUnclosed: false });
  });

  it.each(["'a", '"a', "$'a", '“a'])('%s is not closed', (text) => {
    expect(readShellWords(text, 0, '', none)).toMatchObject({ words: ['a'], isUnclosed: true });
  });
});

describe('words of a Windows command', () => {
  it.each([
    ['a ^\r\n  b', ['a', 'b']],
    ['a "b c" d', ['a', 'b c', 'd']],
    ['a "{\\"k\\":\\"v\\"}"', ['a', '{"k":"v"}']],
    ['a "x""y"', ['a', 'x"y']],
    ["a 'b c'", ['a', "'b", "c'"]],
    ['a ^"b ^& c^" ^%d', ['a', 'b & c', '%d']],
    ['a ^"^{^\\^"k^\\^":1^}^"', ['a', '{"k":1}']],
    ['a & b', ['a']],
    ['a "b&c"', ['a', 'b&c']],
    ['a\r\nb', ['a']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(readCmdWords(text, 0).words).toEqual(expected);
  });

  it('tell an open quote', () => {
    expect(readCmdWords('a "b', 0)).toEqual({ words: ['a', 'b'], end: 4, isUnclosed: true });
  });
});
