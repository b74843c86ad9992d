/** One entry of a calendar: a key's expiry. Texts hold no secret. */
export interface CalendarEntry {
  readonly keyId: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly title: string;
  readonly description: string;
  /** Page on which the key is renewed, or null. */
  readonly url: string | null;
  /** Days before, at which the calendar reminds. */
  readonly leadDays: readonly number[];
}

/** Years have four digits (section 3.3.4). */
const lastMs = Date.UTC(9999, 11, 31);

/**
 * An iCalendar object (RFC 5545) with one event an entry. Its UID stays the same, so that a calendar which takes the file
 * again changes what it has; there is no SEQUENCE, as of equal UIDs the one with the later DTSTAMP is the newer (RFC 5546
 * section 2.1.5).
 *
 * @param stampMs when this was written, epoch milliseconds
 */
export function calendarText(name: string, entries: readonly CalendarEntry[], stampMs: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Keyfob//Keyfob//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
    ...entries.filter(({ atMs }) => atMs <= lastMs).flatMap((entry) => eventLines(entry, stampMs)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Whether two calendars say the same, whenever they were written. */
export function isSameCalendar(a: string, b: string): boolean {
  return withoutStamps(a) === withoutStamps(b);
}

function withoutStamps(text: string): string {
  return text.replace(/^DTSTAMP:.*\r\n/gm, '');
}

function eventLines({ keyId, atMs, title, description, url, leadDays }: CalendarEntry, stampMs: number) {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(keyId)}@keyfob`,
    `DTSTAMP:${utc(stampMs)}`,
    // Without an end the event takes no time (section 3.6.1).
    `DTSTART:${utc(atMs)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description)}`,
    // Built anew, as a line break in it would begin another property.
    ...(url === null ? [] : [`URL:${new URL(url).href}`]),
    'TRANSP:TRANSPARENT',
    ...leadDays.flatMap((days) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `TRIGGER:-P${days}D`,
      `DESCRIPTION:${escaped(title)}`,
      'END:VALARM',
    ]),
    'END:VEVENT',
  ];
}

/** Section 3.3.5, form 2: `20260612T093000Z`. Seconds are cut off: an entry never comes late. */
function utc(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Section 3.3.11; other control characters are not allowed in a value (section 3.1). */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** Lines are at most 75 octets long; further ones begin with a space. No character is cut (section 3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const length = octetsOf(character);
    if (octets + length > 75) {
      parts.push(part);
      part = '';
      // The space before it counts.
      octets = 1;
    }
    part += character;
    octets += length;
  }
  return [...parts, part].join('\r\n ');
}

/** In UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
