import { parseTime } from './time-formats.ts';

/** One API key as `dataos-ctl` lists it. */
export interface DataosRow {
  /** The whole key: the tool masks nothing. Secret. */
  readonly token: string;
  readonly type: 'apikey';
  /** Epoch milliseconds, or null when the column holds no time. */
  readonly expiresAtMs: number | null;
  readonly name: string;
}

const columns = ['TOKEN', 'TYPE', 'EXPIRATION', 'NAME'] as const;
type Places = Readonly<Record<(typeof columns)[number], number>> & { separator: string; count: number };

/**
 * The API keys in what `dataos-ctl user apikey get` and `create` print, in its order; null where there is no such table.
 *
 * Older builds part the columns with `|`, newer ones with `│`. A column is known by its heading and never by its place in
 * the line, because headings are centred and a long key touches the separator or leaves its column. Log lines (`INFO[0000]
 * 🔑 …`, the symbol often garbled) and anything else that is no row of the table count for nothing, and so do rows
 * of other types than `apikey`. Two rows may have the same name.
 */
export function readDataosTable(output: string): DataosRow[] | null {
  let places: Places | null = null;
  const rows: DataosRow[] = [];
  for (const line of output.split(/\r?\n/)) {
    places = headingPlaces(line) ?? places;
    const row = places === null ? null : readRow(line, places);
    if (row !== null) rows.push(row);
  }
  return places === null ? null : rows;
}

function headingPlaces(line: string): Places | null {
  const separator = line.includes('│') ? '│' : '|';
  const headings = cellsOf(line, separator);
  const [TOKEN = -1, TYPE = -1, EXPIRATION = -1, NAME = -1] = columns.map((name) => headings.indexOf(name));
  if (Math.min(TOKEN, TYPE, EXPIRATION, NAME) < 0) return null;
  return { TOKEN, TYPE, EXPIRATION, NAME, separator, count: headings.length };
}

/** The heading itself and the rule below it are no rows, as their type is not `apikey`. */
function readRow(line: string, places: Places): DataosRow | null {
  const cells = cellsOf(line, places.separator);
  const [token = '', type, expiration, name = ''] = columns.map((column) => cells[places[column]]);
  if (cells.length !== places.count || type !== 'apikey' || token === '') return null;
  return { token, type, expiresAtMs: parseTime(expiration, 'rfc3339'), name };
}

function cellsOf(line: string, separator: string): string[] {
  return line.split(separator).map((cell) => cell.trim());
}
