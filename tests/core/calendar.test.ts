import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type CalendarEntry, calendarText, isSameCalendar } from '#core/calendar';

const stampMs = Date.UTC(2026, 5, 1, 9);
const entry: CalendarEntry = {
  keyId: '0b0e7c0a-1111-4222-8333-444455556666',
  atMs: Date.UTC(2026, 6, 1, 7, 30, 15, 999),
  title: 'prod expires',
  description: 'Make a new one.',
  url: 'https://console.example/keys?a=1,2;b',
  leadDays: [30, 7],
};

/** What an independent parser reads. */
function eventsIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => ({
    event: new ICAL.Event(component),
    component,
  }));
}

describe('a calendar', () => {
  it('holds an event that an independent parser reads', () => {
    const [read] = eventsIn(calendarText('API keys', [entry], stampMs));
    expect(read?.event.uid).toBe('0b0e7c0a-1111-4222-8333-444455556666@keyfob');
    expect(read?.event.summary).toBe('prod expires');
    expect(read?.event.description).toBe('Make a new one.');
    expect(read?.event.startDate.toJSDate().toISOString()).toBe('2026-07-01T07:30:15.000Z');
    expect(read?.event.startDate.zone).toBe(ICAL.Timezone.utcTimezone);
    expect(read?.component.getFirstPropertyValue('url')).toBe('https://console.example/keys?a=1,2;b');
    expect(read?.component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-06-01T09:00:00Z');
  });

  it('reminds as many days before as are asked for', () => {
    const [read] = eventsIn(calendarText('API keys', [entry], stampMs));
    const alarms = read?.component.getAllSubcomponents('valarm') ?? [];
    expect(alarms.map((alarm) => alarm.getFirstPropertyValue('trigger')?.toString())).toEqual([
      '-P30D',
      '-P7D',
    ]);
    expect(alarms.map((alarm) => alarm.getFirstPropertyValue('action'))).toEqual(['DISPLAY', 'DISPLAY']);
    expect(alarms.map((alarm) => alarm.getFirstPropertyValue('description'))).toEqual(
      Array(2).fill('prod expires'),
    );
    const none = eventsIn(calendarText('API keys', [{ ...entry, leadDays: [] }], stampMs));
    expect(none[0]?.component.getAllSubcomponents('valarm')).toEqual([]);
  });

  it('gives any text back as it was, but for control characters', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 }).filter((t) => t.isWellFormed());
    fc.assert(
      fc.property(text, text, (title, description) => {
        const [read] = eventsIn(calendarText(title, [{ ...entry, title, description }], stampMs));
        const shown = (t: string) => t.replaceAll(/\r\n|\r|\n/g, '\n').replaceAll(/(?!\n)\p{Cc}/gu, '');
        expect(read?.event.summary).toBe(shown(title));
        expect(read?.event.description).toBe(shown(description));
      }),
      { numRuns: 500 },
    );
  });

  it('has lines of at most 75 octets that end in CRLF, none cut within a character', () => {
    const part = fc.constantFrom('a', 'é', '€', '😀', ',', '\\', '\n', 'wörter ');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 200 }), (parts) => {
        const text = calendarText('API keys', [{ ...entry, description: parts.join('') }], stampMs);
        const lines = text.split('\r\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
          expect(line.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('lets no text or address begin a property', () => {
    const evil = 'x\r\nATTENDEE:mailto:a@b.example\nBEGIN:VALARM';
    const url = 'https://console.example/\r\nATTACH:https://evil.example/';
    const text = calendarText(evil, [{ ...entry, title: evil, description: evil, url }], stampMs);
    expect(text).not.toMatch(/^(ATTENDEE|ATTACH)/m);
    expect(text.match(/^BEGIN:VALARM/gm)).toHaveLength(2);
  });

  it('leaves out what has no date there', () => {
    const far = { ...entry, atMs: 8_640_000_000_000_000 };
    expect(eventsIn(calendarText('API keys', [far, entry], stampMs))).toHaveLength(1);
  });

  it('is the same whenever it is written, until an entry changes', () => {
    const now = calendarText('API keys', [entry], stampMs);
    expect(isSameCalendar(now, calendarText('API keys', [entry], stampMs + 5_000))).toBe(true);
    expect(isSameCalendar(now, calendarText('API keys', [{ ...entry, title: 'x' }], stampMs))).toBe(false);
    const later = { ...entry, atMs: entry.atMs + 1_000 };
    expect(isSameCalendar(now, calendarText('API keys', [later], stampMs))).toBe(false);
  });
});
