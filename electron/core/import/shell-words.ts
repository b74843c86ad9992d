/** Words of one command, as a shell would hand them to the program. */
export interface CommandWords {
  readonly words: readonly string[];
  /** Position after the command. */
  readonly end: number;
  readonly isUnclosed: boolean;
}

/** Values of shell variables by name. */
export type ShellVariables = ReadonlyMap<string, string> | null;

/** Quotes; word processors and web pages turn the straight ones into the others. */
const closers: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '“”"',
  '”': '“”"',
  '„': '“”"',
  "'": "'",
  '‘': "‘’'",
  '’': "‘’'",
};
const doubles = '"“”„';
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
};

/**
 * Reads the words of a POSIX command (Shell Command Language, sections 2.2 and 2.3) from a place on, up to the end of the
 * command. Differs where pages print what no shell would take: a backslash before a line break may be followed by spaces, a
 * backtick continues a line as in PowerShell, quotes may be typographic, `<id>` is a word and no redirection, `&` inside a
 * URL is a letter. Nothing is executed; `$(…)` stays as it is, and so does an unknown variable, in braces.
 *
 * @param variables null where `$` is a letter like others
 * @param closer `)` or a backtick when the command stands inside a substitution
 */
export function readShellWords(text: string, start: number, closer: string, variables: ShellVariables) {
  return new WordReader(text, start, closer, variables).read();
}

class WordReader {
  readonly #text: string;
  readonly #closer: string;
  readonly #variables: ShellVariables;
  readonly #words: string[] = [];
  #at: number;
  #word: string | null = null;
  #isTarget = false;
  #isUnclosed = false;

  constructor(text: string, start: number, closer: string, variables: ShellVariables) {
    this.#text = text;
    this.#at = start;
    this.#closer = closer;
    this.#variables = variables;
  }

  read(): CommandWords {
    while (this.#at < this.#text.length && this.#step());
    this.#endWord();
    return { words: this.#words, end: this.#at, isUnclosed: this.#isUnclosed };
  }

  /** Reads one character or quoted part; false at the end of the command. */
  #step(): boolean {
    const character = this.#text[this.#at] ?? '';
    const plain = this.#match(/[\w./:?=@%+,-]+/y);
    const continuation = plain === '' ? this.#match(/[\\`][ \t]*\r?\n/y) : '';
    if (plain !== '') this.#take(plain, plain.length);
    else if (continuation !== '') this.#at += continuation.length;
    else if (character === '\n' || character === this.#closer || this.#isSeparator(character)) return false;
    else if (/\s/.test(character)) this.#space();
    else if (character === '\\') this.#take(this.#text[this.#at + 1] ?? '', 2);
    else if (this.#match(/\$'/y) !== '') this.#ansiQuoted();
    else if (character in closers) this.#quoted(character);
    else if (character === '$') this.#expansion();
    else if (character === '#' && this.#word === null) this.#at = this.#endOf('\n');
    else if (character === '<' || character === '>') this.#angle(character);
    else this.#take(character, 1);
    return true;
  }

  #isSeparator(character: string): boolean {
    if (character === ';' || character === '|') return true;
    return (
      character === '&' &&
      (this.#word === null || /^&?(\s|$)/.test(this.#text.slice(this.#at + 1, this.#at + 3)))
    );
  }

  #space(): void {
    this.#endWord();
    this.#at += 1;
  }

  #take(text: string, length: number): void {
    this.#word = (this.#word ?? '') + text;
    this.#at += length;
  }

  #endWord(): void {
    if (this.#word !== null && !this.#isTarget) this.#words.push(this.#word);
    if (this.#word !== null) this.#isTarget = false;
    this.#word = null;
  }

  #quoted(opener: string): void {
    this.#take('', 1);
    const ends = closers[opener] ?? opener;
    const isDouble = doubles.includes(opener);
    while (!ends.includes(this.#text[this.#at] ?? ends)) {
      const character = this.#text[this.#at] ?? '';
      const escaped = isDouble ? this.#match(/\\(\r?\n|["\\$`])/y) : '';
      if (escaped !== '') this.#take(/\n/.test(escaped) ? '' : escaped.slice(1), escaped.length);
      else if (isDouble && character === '$') this.#expansion();
      else this.#take(character, 1);
    }
    if (this.#at >= this.#text.length) this.#isUnclosed = true;
    this.#at += 1;
  }

  /** `$'…'` (POSIX.1-2024, section 2.2.4). */
  #ansiQuoted(): void {
    this.#take('', 2);
    while (this.#at < this.#text.length && this.#text[this.#at] !== "'") {
      const [whole, code] = this.#groups(/\\(x[0-9a-f]{1,2}|u[0-9a-f]{1,4}|[0-7]{1,3}|.)/isy);
      if (whole === undefined || code === undefined) this.#take(this.#text[this.#at] ?? '', 1);
      else this.#take(ansiCharacter(code), whole.length);
    }
    if (this.#at >= this.#text.length) this.#isUnclosed = true;
    this.#at += 1;
  }

  #expansion(): void {
    const [whole, braced, plain] = this.#groups(/\$(?:\{(\w+)\}|(\w+))/y);
    const name = braced ?? plain ?? '';
    const value = this.#variables === null ? whole : (this.#variables.get(name) ?? `\${${name}}`);
    if (this.#match(/\$\(/y) !== '') this.#substitution();
    else if (whole === undefined) this.#take('$', 1);
    else this.#take(value ?? whole, whole.length);
  }

  /** `$(…)` up to its own closing parenthesis, at most to the end of the line. */
  #substitution(): void {
    const lineEnd = this.#endOf('\n');
    let depth = 0;
    let at = this.#at + 1;
    for (; at < lineEnd; at += 1) {
      if (this.#text[at] === '(') depth += 1;
      if (this.#text[at] === ')') depth -= 1;
      if (depth === 0) break;
    }
    const whole = this.#text.slice(this.#at, Math.min(at + 1, lineEnd));
    this.#take(whole, whole.length);
  }

  /** `<client id>` is part of a word, `> file` and `< file` are redirections, whose target is no word. */
  #angle(character: string): void {
    const placeholder = this.#match(/<[^<>"'\n]{1,80}>/y);
    if (placeholder !== '') this.#take(placeholder, placeholder.length);
    else if (character === '>' && this.#word?.includes('<')) this.#take('>', 1);
    else {
      if (/^\d*$/.test(this.#word ?? '')) this.#word = null;
      this.#endWord();
      this.#at += this.#match(/[<>]+&?-?/y).length;
      this.#isTarget = true;
    }
  }

  #endOf(character: string): number {
    const end = this.#text.indexOf(character, this.#at);
    return end < 0 ? this.#text.length : end;
  }

  #match(sticky: RegExp): string {
    return this.#groups(sticky)[0] ?? '';
  }

  #groups(sticky: RegExp): (string | undefined)[] {
    sticky.lastIndex = this.#at;
    return sticky.exec(this.#text) ?? [];
  }
}

function ansiCharacter(code: string): string {
  if (/^[xu][0-9a-f]/i.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) % 256);
  return escapes[code] ?? code;
}
