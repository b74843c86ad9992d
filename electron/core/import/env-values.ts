import { readShellWords } from './shell-words.ts';

/** Whose quoting rules a value follows; `file`: a file of variables, which no shell reads. */
export type EnvDialect = 'file' | 'shell' | 'fish' | 'powershell';

/** A value and the position after it. */
interface ReadValue {
  readonly text: string;
  readonly end: number;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Reads the values of variables in a text. */
export class EnvValues {
  readonly #text: string;
  /** Quotes that are not closed anywhere further down: looked for once only, so that the time stays linear. */
  readonly #open = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The value that begins at a place: quoted, or the rest of the line. */
  read(at: number, dialect: EnvDialect): ReadValue {
    const quote = this.#text[at] ?? '';
    if (quote !== '"' && quote !== "'" && quote !== '`') return this.#readBare(at, dialect);
    const quoted = this.#open.has(quote) ? null : this.#readQuoted(at + 1, quote, dialect);
    // Where more follows, the quote was not meant to begin the value: without this rule one forgotten quote takes all the
    // lines up to the next one.
    const after = quoted === null ? 'more' : this.#text.slice(quoted.end, quoted.end + 200);
    if (quoted !== null && /^[ \t]*;?[ \t\r]*(#|\n|$)/.test(after)) return quoted;
    const word = dialect === 'shell' || dialect === 'file' ? this.#readWord(at) : null;
    return word ?? this.#readBare(at, dialect);
  }

  #readQuoted(start: number, quote: string, dialect: EnvDialect): ReadValue | null {
    const parts: string[] = [];
    for (let at = start; at < this.#text.length; at += 1) {
      const character = this.#text[at] ?? '';
      const next = this.#text[at + 1] ?? '';
      const escaped = escapedText(character, next, quote, dialect);
      if (escaped !== null) {
        parts.push(escaped);
        at += 1;
      } else if (character === quote) return { text: parts.join('').replaceAll('\r\n', '\n'), end: at + 1 };
      else parts.push(character);
    }
    this.#open.add(quote);
    return null;
  }

  /** A shell word of several quoted parts, such as `'it'\''s'`; null when the line is not one word. */
  #readWord(start: number): ReadValue | null {
    const line = this.#text.slice(start, this.#lineEnd(start));
    const { words, isUnclosed } = readShellWords(line, 0, '', null);
    const [word = ''] = words;
    return words.length === 1 && !isUnclosed ? { text: word, end: start + line.length } : null;
  }

  #readBare(start: number, dialect: EnvDialect): ReadValue {
    const end = this.#lineEnd(start);
    const line = this.#text.slice(start, end);
    const comment = /(^|\s)#/.exec(line)?.index ?? line.length;
    // A script may go on after `;`, in a file it is part of the value, save before another command. And `set "NAME=value"`
    // ends with the quote that began before the name.
    const text = line
      .slice(0, comment)
      .trim()
      .replace(dialect === 'file' ? /;\s+export\s.*$/ : /;(\s+(export|set)\s.*)?$/, '');
    const before = this.#text.slice(this.#text.lastIndexOf('\n', start - 1) + 1, start);
    const isQuoted = before.includes('"') && /^[^"]*"$/.test(text);
    return { text: isQuoted ? text.slice(0, -1) : text, end };
  }

  #lineEnd(start: number): number {
    const end = this.#text.indexOf('\n', start);
    return end < 0 ? this.#text.length : end;
  }
}

/** What two characters inside quotes mean together, or null when the first stands for itself. */
function escapedText(character: string, next: string, quote: string, dialect: EnvDialect): string | null {
  if (dialect === 'powershell') {
    // Its tokenizer takes typographic quotes for the same (about_Quoting_Rules).
    const isQuote = (text: string) => text === quote || (quote === "'" && /^[\u2018-\u201b]$/.test(text));
    if (isQuote(character) && isQuote(next)) return next;
    return character === '`' && quote === '"' ? (escapes[next] ?? next) : null;
  }
  if (character !== '\\') return null;
  if (dialect === 'fish') {
    const isEscaped = next === '\\' || next === quote || (next === '$' && quote === '"');
    return isEscaped ? next : null;
  }
  if (quote !== '"') return null;
  return escapes[next] ?? (/["\\$`\n]/.test(next) ? next : character + next);
}
