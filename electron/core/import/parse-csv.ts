/** Most rows and columns that are read. */
const limits = { rows: 5_000, columns: 100 };

/**
 * Rows of a CSV file (RFC 4180). Cells may be quoted, also after spaces, a doubled quote is a quote, and quoted cells may have
 * several lines. The separator is what the first line has most of: comma, semicolon (spreadsheets in much of Europe) or tab.
 */
export function parseCsv(text: string): string[][] {
  const separator = separatorOf(text.slice(0, 4_000).split('\n', 1)[0] ?? '');
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length && rows.length < limits.rows) {
    const start = afterBlanks(text, at, separator);
    const cell = text[start] === '"' ? quotedCell(text, start, separator) : bareCell(text, start, separator);
    if (row.length < limits.columns) row.push(cell.text);
    at = cell.end;
    if (text[at] === separator) {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((cells) => cells.some((cell) => cell !== ''));
}

function separatorOf(header: string): string {
  const counts = [',', ';', '\t'].map((separator) => [header.split(separator).length, separator] as const);
  const [best] = counts.toSorted((a, b) => b[0] - a[0]);
  return best?.[1] ?? ',';
}

/** Where the cell begins; a tab may be the separator itself. */
function afterBlanks(text: string, start: number, separator: string): number {
  let at = start;
  while (text[at] !== separator && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return at;
}

function bareCell(text: string, start: number, separator: string): { text: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end).trim(), end };
}

/** What follows the closing quote up to the separator counts for nothing; a cell that is not closed takes the rest. */
function quotedCell(text: string, start: number, separator: string): { text: string; end: number } {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) close = text.length;
  const inner = text.slice(start + 1, close).replaceAll('""', '"');
  return { text: inner, end: bareCell(text, Math.min(close + 1, text.length), separator).end };
}
