import { parseTime } from '#core/providers/time-formats';

/**
 * A point in time as files write it, in epoch milliseconds, or null: RFC 3339 (also IBM's form), a day (which begins at midnight
 * UTC), Unix seconds or milliseconds. The two are told apart by size: seconds reach 100 billion in the year 5138.
 */
export function importTime(value: unknown): number | null {
  if (typeof value === 'number') return unixTime(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,16}(\.\d+)?$/.test(text)) return unixTime(Number(text));
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return parseTime(`${text}T00:00:00Z`, 'rfc3339');
  return parseTime(text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/, '$1T$2'), 'rfc3339');
}

function unixTime(value: number): number | null {
  if (!(value > 0)) return null;
  return parseTime(value, value < 1e11 ? 'unixSeconds' : 'unixMilliseconds');
}
