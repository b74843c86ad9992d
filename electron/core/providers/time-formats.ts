/** How an answer writes a point in time. */
export type TimeFormat = 'unixSeconds' | 'unixMilliseconds' | 'rfc3339';

/** The span of a `Date`: 100 million days on either side of 1970 (ECMA-262, Time Values and Time Range). */
const timeLimitMs = 8.64e15;

/**
 * A point in time in whole epoch milliseconds, or null for anything that does not say one for certain. The Unix formats
 * take a number or numeric text, as services send both. `rfc3339` (RFC 3339 section 5.6) must name its offset from UTC,
 * because a local time without one, such as `expiresOn` of the Azure command line, means another moment on another
 * machine; IBM's `2030-01-31T12:00+0000`, without seconds and colon, is read as well. Leap seconds are not known.
 */
export function parseTime(value: unknown, format: TimeFormat): number | null {
  if (format === 'rfc3339') return typeof value === 'string' ? parseRfc3339(value) : null;
  return withinLimit(numberIn(value) * (format === 'unixSeconds' ? 1000 : 1));
}

const rfc3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(?:[Zz]|([+-])([01]\d|2[0-3]):?([0-5]\d))$/;

function parseRfc3339(text: string): number | null {
  const match = rfc3339.exec(text);
  if (match === null) return null;
  const [, date = '', minute = '', second = ':00', sign = '+', offsetHours = '0', offsetMinutes = '0'] =
    match;
  const asIfUtcMs = Date.parse(`${date}T${minute}${second}Z`);
  // A day that does not exist, such as 30 February, becomes another one instead of an error.
  const isReal =
    !Number.isNaN(asIfUtcMs) && new Date(asIfUtcMs).toISOString().startsWith(`${date}T${minute}`);
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return isReal ? asIfUtcMs - (sign === '-' ? -offsetMs : offsetMs) : null;
}

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const goDuration = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
const isoDuration =
  /^P(?=[\dT])(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * A duration in whole milliseconds, or null: as Go writes it (`1h30m`, `90s`; also days, which Go itself does not have but
 * users write), or as ISO 8601 does (`PT1H`). Years, months and weeks are not read: no service was seen to use them,
 * and the first two have no fixed length. Never negative.
 */
export function parseDuration(text: string): number | null {
  // Longer texts are no durations, and a bounded length keeps the search for their parts short.
  if (text.length > 64) return null;
  if (goDuration.test(text)) {
    const parts = [...text.matchAll(/([\d.]+)(ms|[smhd])/g)];
    return withinLimit(
      sum(parts.map(([, count, unit]) => Number(count) * unitMs[unit as keyof typeof unitMs])),
    );
  }
  const match = isoDuration.exec(text);
  if (match === null) return null;
  const lengths = [unitMs.d, unitMs.h, unitMs.m, unitMs.s];
  return withinLimit(sum(lengths.map((lengthMs, at) => Number(match[at + 1] ?? 0) * lengthMs)));
}

function numberIn(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*\d{1,16}(\.\d{1,9})?\s*$/.test(value) ? Number(value) : Number.NaN;
}

/** Rounded down, as a token that is thought to end too late would be handed out dead. */
function withinLimit(ms: number): number | null {
  return ms >= 0 && ms <= timeLimitMs ? Math.floor(ms) : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0);
}
