/** Spreadsheets take a cell that begins so for a formula, also after a quote: OWASP, "CSV Injection". */
const formula = /^[\s"]*[=+\-@＝＋－＠\t\r\n]/u;

/** A table as CSV (RFC 4180), safe to open in a spreadsheet: what would be a formula there gets an apostrophe before it. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
