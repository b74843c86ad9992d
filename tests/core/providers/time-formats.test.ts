import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseTime, type TimeFormat } from '#core/providers/time-formats';

const formats: readonly TimeFormat[] = ['unixSeconds', 'unixMilliseconds', 'rfc3339'];
const noon = Date.UTC(2030, 0, 31, 12);
const anyDate = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('parseTime', () => {
  it.each([
    ['2030-01-31T12:00:00Z', noon],
    ['2030-01-31t12:00:00z', noon],
    ['2030-01-31 12:00:00+00:00', noon],
    ['2030-01-31T17:30:00+05:30', noon],
    ['2030-01-31T04:00:00-08:00', noon],
    ['2030-01-31T12:00:00-00:00', noon],
    ['2030-01-31T12:00:00.5Z', noon + 500],
    ['2030-01-31T12:00:00.123456789Z', noon + 123],
    // The form of IBM's `expires_at`.
    ['2030-01-31T12:00+0000', noon],
    ['2030-01-31T17:30+0530', noon],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('reads %s as RFC 3339 or near it', (text, ms) => {
    expect(parseTime(text, 'rfc3339')).toBe(ms);
  });

  it.each([
    '',
    'never',
    'N/A',
    '2030-01-31',
    // Local times, such as `expiresOn` of the Azure command line.
    '2030-01-31 12:00:00.000000',
    '2030-01-31T12:00:00',
    '2030-02-30T12:00:00Z',
    '2029-02-29T12:00:00Z',
    '2030-13-01T12:00:00Z',
    '2030-01-31T24:00:00Z',
    '2030-01-31T12:60:00Z',
    '2030-01-31T12:00:61Z',
    '2030-01-31T12:00:00+24:00',
    '2030-01-31T12:00:00+01:60',
    ' 2030-01-31T12:00:00Z',
    '2030-01-31T12:00:00Z\n',
    '02030-01-31T12:00:00Z',
    'Thu, 31 Jan 2030 12:00:00 GMT',
    '1893456000',
    1_893_456_000,
    null,
    undefined,
    {},
  ])('does not take %j for RFC 3339', (value) => {
    expect(parseTime(value, 'rfc3339')).toBeNull();
  });

  it('reads Unix times as numbers and as text', () => {
    expect(parseTime(1_893_456_000, 'unixSeconds')).toBe(1_893_456_000_000);
    expect(parseTime('1893456000', 'unixSeconds')).toBe(1_893_456_000_000);
    expect(parseTime(' 1893456000.25 ', 'unixSeconds')).toBe(1_893_456_000_250);
    expect(parseTime(1_893_456_000_123, 'unixMilliseconds')).toBe(1_893_456_000_123);
    expect(parseTime('1893456000123', 'unixMilliseconds')).toBe(1_893_456_000_123);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, '-1', '1e9', '0x10', '', ' ', 'soon', '1 2', true, [5]])(
    'does not take %j for a Unix time',
    (value) => {
      expect(parseTime(value, 'unixSeconds')).toBeNull();
      expect(parseTime(value, 'unixMilliseconds')).toBeNull();
    },
  );

  it('gives no time that a Date cannot hold', () => {
    expect(parseTime(8.64e15, 'unixMilliseconds')).toBe(8.64e15);
    expect(parseTime(8.64e15 + 1, 'unixMilliseconds')).toBeNull();
    expect(parseTime(8.64e12 + 1, 'unixSeconds')).toBeNull();
    expect(parseTime('9'.repeat(400), 'unixSeconds')).toBeNull();
  });

  it('reads back every moment in every form', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -1439, max: 1439 }), (date, offsetMin) => {
        const ms = date.getTime();
        expect(parseTime(date.toISOString(), 'rfc3339')).toBe(ms);
        expect(parseTime(ms, 'unixMilliseconds')).toBe(ms);
        expect(parseTime(`${ms}`, 'unixMilliseconds')).toBe(ms);
        const wholeS = Math.floor(ms / 1000);
        expect(parseTime(wholeS, 'unixSeconds')).toBe(wholeS * 1000);
        const local = new Date(ms + offsetMin * 60_000);
        fc.pre(local.getTime() >= 0 && local.getUTCFullYear() <= 9999);
        const [hours, minutes] = [Math.abs(offsetMin) / 60, Math.abs(offsetMin) % 60].map((part) =>
          String(Math.floor(part)).padStart(2, '0'),
        );
        const sign = offsetMin < 0 ? '-' : '+';
        const text = local.toISOString().slice(0, -1);
        expect(parseTime(`${text}${sign}${hours}:${minutes}`, 'rfc3339')).toBe(ms);
        const toTheMinute = `${text.slice(0, 16)}${sign}${hours}${minutes}`;
        expect(parseTime(toTheMinute, 'rfc3339')).toBe(ms - (local.getTime() % 60_000));
      }),
    );
  });

  it('never throws, and gives whole milliseconds or null', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789-:TZ.+ e') });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), digits), (value) => {
        for (const format of formats) {
          const ms = parseTime(value, format);
          expect(ms === null || (Number.isInteger(ms) && Math.abs(ms) <= 8.64e15)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('parseDuration', () => {
  it.each([
    ['24h', 86_400_000],
    ['1h30m', 5_400_000],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['1h0m0s', 3_600_000],
    ['250ms', 250],
    ['1m250ms', 60_250],
    ['30d', 2_592_000_000],
    ['9999h', 35_996_400_000],
    ['0s', 0],
    ['PT1H', 3_600_000],
    ['PT1H30M', 5_400_000],
    ['PT90S', 90_000],
    ['PT0.5S', 500],
    ['P1D', 86_400_000],
    ['P30DT12H', 2_635_200_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '24',
    'h',
    '-1h',
    '+1h',
    '1 h',
    ' 1h',
    '1H',
    '1h30',
    '1,5h',
    '1.h',
    '.5h',
    '1y',
    'P',
    'PT',
    'P1',
    'P1DT',
    'P1Y',
    'P1M',
    'P1W',
    'PT1M1H',
    'pt1h',
    '1h\n',
    'forever',
    `${'9'.repeat(20)}h`,
    '1h'.repeat(33),
  ])('does not read %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('reads back what it was made of, in both spellings', () => {
    const count = fc.nat(9_999);
    fc.assert(
      fc.property(count, count, count, count, (d, h, m, s) => {
        const ms = (((d * 24 + h) * 60 + m) * 60 + s) * 1000;
        expect(parseDuration(`${d}d${h}h${m}m${s}s`)).toBe(ms);
        expect(parseDuration(`P${d}DT${h}H${m}M${s}S`)).toBe(ms);
      }),
    );
  });

  it('never throws, and gives whole milliseconds or null', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789.hmsdPTHMSD') });
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const ms = parseDuration(text);
        expect(ms === null || (Number.isInteger(ms) && ms >= 0)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
