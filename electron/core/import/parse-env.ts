/** A variable of a file for environments or of a shell script. */
export interface EnvVariable {
  readonly name: string;
  readonly value: string;
  /** Line of its name, from 1. */
  readonly line: number;
  /** The same name stands further down; that one counts. */
  readonly isOverridden: boolean;
}

/** `NAME=`, `export NAME=`, PowerShell `$env:NAME =`, cmd `set NAME=` and `setx NAME value`, fish `set -gx NAME value`. */
const assignment =
  /[ \t]*(?:(?:export|declare -x|set|\$)[ \t]+)?(?:"?\$env:|"(?=\w+=))?([A-Za-z_][\w.-]{0,199})[ \t]*=[ \t]*/y;
const fishOrSetx = /[ \t]*(?:set(?:[ \t]+-{1,2}\w+)+|setx)[ \t]+([A-Za-z_]\w{0,199})[ \t]+/y;

/**
 * The variables of a text, in order. Values may be bare (up to ` #`), in single quotes (literal) or double quotes (with
 * escapes), and quoted ones may have several lines. Lines that set nothing are skipped.
 */
export function parseEnv(text: string): EnvVariable[] {
  const found: Omit<EnvVariable, 'isOverridden'>[] = [];
  const reader = new ValueReader(text);
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const name = nameAt(text, at);
    const value = name === null ? null : reader.read(name.end, name.isPowerShell);
    if (name !== null && value !== null) found.push({ name: name.text, value: value.text, line });
    const lineEnd = text.indexOf('\n', value?.end ?? at);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    for (let place = at; place < next; place += 1) if (text[place] === '\n') line += 1;
    at = next;
  }
  const last = new Map(found.map(({ name }, index) => [name, index]));
  return found.map((variable, index) => ({ ...variable, isOverridden: last.get(variable.name) !== index }));
}

function nameAt(text: string, at: number): { text: string; end: number; isPowerShell: boolean } | null {
  for (const sticky of [fishOrSetx, assignment]) {
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    const name = match?.at(-1);
    if (match && name !== undefined)
      return { text: name, end: sticky.lastIndex, isPowerShell: match[0].includes('$env:') };
  }
  return null;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

class ValueReader {
  readonly #text: string;
  /** Quotes that are not closed anywhere further down: looked for once only, so that the time stays linear. */
  readonly #open = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  read(at: number, isPowerShell: boolean): { text: string; end: number } {
    const quote = this.#text[at] ?? '';
    const isQuote = quote === '"' || quote === "'" || quote === '`';
    const quoted = isQuote ? this.#readQuoted(at + 1, quote, isPowerShell ? '`' : '\\') : null;
    // Where more follows, the quote was not meant to begin the value: without this rule one forgotten quote takes all the
    // lines up to the next one.
    const isWhole =
      quoted !== null && /^[ \t]*;?[ \t\r]*(#|\n|$)/.test(this.#text.slice(quoted.end, quoted.end + 200));
    return isWhole ? quoted : this.#readBare(at);
  }

  #readQuoted(start: number, quote: string, escaping: string): { text: string; end: number } | null {
    if (this.#open.has(quote)) return null;
    const parts: string[] = [];
    for (let at = start; at < this.#text.length; at += 1) {
      const character = this.#text[at] ?? '';
      const next = this.#text[at + 1] ?? '';
      if (character === escaping && quote === '"') {
        parts.push(escapes[next] ?? (/["\\$`\n]/.test(next) ? next : character + next));
        at += 1;
      } else if (character === quote) return { text: parts.join('').replaceAll('\r\n', '\n'), end: at + 1 };
      else parts.push(character);
    }
    this.#open.add(quote);
    return null;
  }

  #readBare(start: number): { text: string; end: number } {
    const lineEnd = this.#text.indexOf('\n', start);
    const end = lineEnd < 0 ? this.#text.length : lineEnd;
    const line = this.#text.slice(start, end);
    const comment = /(^|\s)#/.exec(line)?.index ?? line.length;
    // A script may end it with `;`, and `set "NAME=value"` with the quote that began before the name.
    const text = line.slice(0, comment).trim().replace(/;$/, '');
    return { text: /^[^"]*"$/.test(text) ? text.slice(0, -1) : text, end };
  }
}
