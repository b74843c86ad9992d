/** The first place where a text is not JSON (RFC 8259), or is JSON that two readers could take for two things. */
export interface JsonFault {
  /** Both count from 1; columns are characters. */
  readonly line: number;
  readonly column: number;
  /** What to do there. */
  readonly fix: string;
}

const depthLimit = 32;
const endsEarly = 'the file ends here although a }, ] or " is still missing';

/**
 * Finds that place, or null when the text is JSON. `JSON.parse` names it in words that change with each engine, and keeps
 * silent about a member that stands twice.
 */
export function jsonFault(text: string): JsonFault | null {
  const reader = new JsonReader(text);
  try {
    reader.readWhole();
    return null;
  } catch (error) {
    if (!(error instanceof FaultAt)) throw error;
    const before = text.slice(0, error.offset).split(/\r\n|\r|\n/);
    return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1, fix: error.message };
  }
}

class FaultAt extends Error {
  readonly offset: number;

  constructor(offset: number, fix: string) {
    super(fix);
    this.offset = offset;
  }
}

/** Reads JSON for its form alone. */
class JsonReader {
  readonly #text: string;
  #at = 0;
  /** Names of the members of each list or object that is open, the innermost last. */
  readonly #names: Set<string>[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  readWhole(): void {
    this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail('remove what follows: the file ends with the } before this');
  }

  #value(depth: number): void {
    this.#space();
    if (depth > depthLimit) this.#fail(`nothing may be nested more than ${depthLimit} deep`);
    const start = this.#text[this.#at];
    if (start === '{') this.#list('}', () => this.#member(depth));
    else if (start === '[') this.#list(']', () => this.#value(depth + 1));
    else if (start === '"') this.#string();
    else if (!this.#take(/-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?(?![\w.])|(true|false|null)(?!\w)/y))
      this.#fail(whyNoValue(start));
  }

  #list(end: '}' | ']', readOne: () => void): void {
    this.#at += 1;
    this.#names.push(new Set());
    this.#space();
    while (this.#text[this.#at] !== end) {
      readOne();
      this.#space();
      if (this.#text[this.#at] === ',') {
        const comma = this.#at;
        this.#at += 1;
        this.#space();
        if (this.#text[this.#at] === end) this.#fail(`remove this comma: nothing comes after it`, comma);
      } else if (this.#text[this.#at] !== end)
        this.#fail(this.#isOver() ? endsEarly : 'put a comma before this');
    }
    this.#at += 1;
    this.#names.pop();
  }

  #member(depth: number): void {
    const start = this.#at;
    if (this.#text[start] !== '"')
      this.#fail(this.#isOver() ? endsEarly : 'put the name of a member here, in double quotes');
    const name = this.#string();
    const names = this.#names.at(-1);
    if (names?.has(name)) this.#fail(`remove one of the two members "${name}"`, start);
    names?.add(name);
    this.#space();
    if (this.#text[this.#at] !== ':') this.#fail(this.#isOver() ? endsEarly : 'put a colon before this');
    this.#at += 1;
    this.#value(depth + 1);
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 forbids them unescaped
    this.#take(/(?:[^"\\\u0000-\u001f]+|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*/y);
    const stop = this.#text[this.#at];
    if (stop === '\\') this.#fail('write a backslash as two: \\\\');
    if (stop === '\t') this.#fail('write a tab inside a text as \\t');
    if (stop !== '"') this.#fail('this text has no closing double quote on its line', start);
    this.#at += 1;
    return String(JSON.parse(this.#text.slice(start, this.#at)));
  }

  #space(): void {
    this.#take(/[ \t\r\n]*/y);
    if (/\/[/*]/y.test(this.#text.slice(this.#at, this.#at + 2)))
      this.#fail('remove this comment: JSON has none');
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    this.#at += found?.[0].length ?? 0;
    return found !== null;
  }

  #isOver(): boolean {
    return this.#at >= this.#text.length;
  }

  #fail(fix: string, offset = this.#at): never {
    throw new FaultAt(offset, fix);
  }
}

function whyNoValue(start: string | undefined): string {
  if (start === undefined) return endsEarly;
  if (/['‘’“”„«»]/.test(start)) return 'write texts in straight double quotes: "…"';
  if (/[}\],:]/.test(start)) return 'a value is missing before this';
  return 'write a value here: a text in double quotes, a number, true, false, [ or {';
}
