import type { HttpAnswer } from '#core/ports';

/** An answer after which a client must wait, and how long the service asks for. */
export interface RetryCase {
  readonly name: string;
  readonly status: 429 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** By RFC 9110 section 10.2.3 and our bound of a day; null where the header says nothing. Milliseconds. */
  readonly askedMs: number | null;
}

const secondMs = 1_000;
const dayMs = 86_400_000;
const tenYearsS = 315_360_000;

const seconds: readonly (readonly [text: string, askedMs: number | null])[] = [
  ['0', 0],
  ['1', secondMs],
  ['007', 7 * secondMs],
  [' 30 ', 30 * secondMs],
  ['120', 120 * secondMs],
  ['3600', 3_600 * secondMs],
  ['86399', 86_399 * secondMs],
  ['86401', dayMs],
  [String(tenYearsS), dayMs],
  ['9'.repeat(400), dayMs],
];

const garbage = [
  '',
  '-5',
  '+5',
  '1.5',
  '1e3',
  '0x10',
  '5, 10',
  '120 seconds',
  '\u0661\u0662',
  'soon',
  'NaN',
  'Infinity',
  'Mon',
  'Sunday, the thirteenth',
  'Thu, 99 Foo 2026 25:61:61 GMT',
  '2026-06-01T10:00:00Z',
  '1780308000000 ms',
  'null',
  '[]',
  '\ud83d\ude00',
  'x'.repeat(10_000),
];

/** How far away the named date is, in milliseconds. */
const distances = [
  -3_650 * dayMs,
  -dayMs,
  -secondMs,
  0,
  secondMs,
  90 * secondMs,
  3_600_000,
  dayMs,
  3 * dayMs,
  3_650 * dayMs,
];
/** By how much the service's clock differs from ours; null: it does not tell its time. */
const skewsMs = [null, 0, dayMs, -dayMs, 90 * secondMs];

/** Every case, for answers that are given at `nowMs`, which must be a whole second. */
export function retryCases(nowMs: number): readonly RetryCase[] {
  const said: Omit<RetryCase, 'status'>[] = [
    { name: 'without Retry-After', headers: {}, askedMs: null },
    ...seconds.map(([text, askedMs]) => ({
      name: `"${text.slice(0, 12)}"`,
      headers: { 'retry-after': text },
      askedMs,
    })),
    ...garbage.map((text) => ({
      name: `garbage "${text.slice(0, 12)}"`,
      headers: { 'retry-after': text },
      askedMs: null,
    })),
    ...distances.flatMap((distanceMs) => skewsMs.flatMap((skewMs) => dated(nowMs, distanceMs, skewMs))),
  ];
  return ([429, 503] as const).flatMap((status) =>
    said.map((part) => ({ ...part, status, name: `${status} ${part.name}` })),
  );
}

/** The three forms of a date (RFC 9110 section 5.6.7) at a distance, and a Date header that nobody can read. */
function dated(nowMs: number, distanceMs: number, skewMs: number | null): Omit<RetryCase, 'status'>[] {
  const serverMs = nowMs + (skewMs ?? 0);
  const date = skewMs === null ? {} : { date: imfFixdate(serverMs) };
  const askedMs = Math.min(dayMs, Math.max(0, distanceMs));
  const forms = { imfFixdate, rfc850Date, asctimeDate };
  const cases = Object.entries(forms).map(([form, write]) => ({
    name: `${form} in ${distanceMs / secondMs} s, clock off by ${skewMs} ms`,
    headers: { ...date, 'retry-after': write(serverMs + distanceMs) },
    askedMs,
  }));
  if (skewMs !== null) return cases;
  const headers = { date: 'yesterday', 'retry-after': imfFixdate(serverMs + distanceMs) };
  return [...cases, { name: `in ${distanceMs / secondMs} s, unreadable Date`, headers, askedMs }];
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function parts(atMs: number) {
  const at = new Date(atMs);
  const two = (number: number) => String(number).padStart(2, '0');
  return {
    weekday: days[at.getUTCDay()] ?? '',
    day: at.getUTCDate(),
    month: months[at.getUTCMonth()] ?? '',
    year: at.getUTCFullYear(),
    time: [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':'),
    two,
  };
}

function imfFixdate(atMs: number): string {
  const { weekday, day, month, year, time, two } = parts(atMs);
  return `${weekday.slice(0, 3)}, ${two(day)} ${month} ${year} ${time} GMT`;
}

function rfc850Date(atMs: number): string {
  const { weekday, day, month, year, time, two } = parts(atMs);
  return `${weekday}, ${two(day)}-${month}-${two(year % 100)} ${time} GMT`;
}

function asctimeDate(atMs: number): string {
  const { weekday, day, month, year, time } = parts(atMs);
  return `${weekday.slice(0, 3)} ${month} ${String(day).padStart(2)} ${time} ${year}`;
}

/** Answers that say that this key will not do: asking again changes nothing. */
export const refusals: readonly HttpAnswer[] = [400, 401, 403].flatMap((status) =>
  [
    ['application/json', '{"error":"invalid_client"}'],
    ['application/json', '{"error":"invalid_grant","error_description":"no"}'],
    ['application/json', '{"code":"BXNIM0415E","errorMessage":"not found"}'],
    ['application/json', '{}'],
    ['application/json', '{"error":'],
    ['text/plain', 'no'],
    ['application/xml', '<error/>'],
    ['', ''],
  ].flatMap(([type = '', body = '']) =>
    [{}, { 'retry-after': '1' }, { 'www-authenticate': 'Basic' }].map((further) => ({
      status,
      headers: { 'content-type': type, ...further },
      body,
    })),
  ),
);
