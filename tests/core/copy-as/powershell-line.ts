/**
 * The characters that end a verbatim string in PowerShell's tokenizer: the apostrophe and four typographic quotes (its source,
 * `IsSingleQuote`; about_Quoting_Rules names the apostrophe).
 */
const quotes: ReadonlySet<string> = new Set(["'", '\u2018', '\u2019', '\u201a', '\u201b']);

/**
 * The value that PowerShell gives the variable in `$env:NAME = '…'`; null when the line is not that one assignment. A second
 * implementation of the documented rule: within the string two quotes in a row are the second one, and a single one ends it.
 */
export function powerShellValue(name: string, line: string): string | null {
  const start = `$env:${name} = `;
  const [first = '', ...rest] = line.slice(start.length);
  if (!line.startsWith(start) || !quotes.has(first)) return null;
  let value = '';
  for (let at = 0; at < rest.length; at += 1) {
    if (quotes.has(rest[at] ?? '')) {
      if (!quotes.has(rest[at + 1] ?? '')) return at === rest.length - 1 ? value : null;
      at += 1;
    }
    value += rest[at];
  }
  return null;
}
