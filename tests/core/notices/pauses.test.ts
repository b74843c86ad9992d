import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayNotify, type ShownBefore, shownNow } from '#core/notices/notification-pause';
import { isQuiet } from '#core/notices/quiet-hours';

const minuteMs = 60_000;

describe('notifications in a row', () => {
  /** Minutes at which one is shown, when there is always something to show. */
  const shownAt = (wants: (minute: number) => boolean, untilMinute: number) => {
    let before: ShownBefore | null = null;
    const minutes: number[] = [];
    for (let minute = 0; minute < untilMinute; minute += 0.5) {
      if (!wants(minute) || !mayNotify(before, minute * minuteMs)) continue;
      before = shownNow(before, minute * minuteMs);
      minutes.push(minute);
    }
    return minutes;
  };

  it('come after a minute, then every ten', () => {
    expect(shownAt(() => true, 40)).toEqual([0, 1, 11, 21, 31]);
  });

  it('come at once again after twenty minutes without one', () => {
    expect(shownAt((minute) => minute < 2 || minute >= 21, 40)).toEqual([0, 1, 21, 22, 32]);
  });
});

describe('quiet hours', () => {
  const zone = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = 'Europe/Berlin';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const hours = (from: number, to: number) => ({ fromMinute: from * 60, toMinute: to * 60 });
  const quietAt = (from: number, to: number) =>
    Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
      isQuiet(hours(from, to), new Date(2026, 6, 1, hour, 30).getTime()),
    );

  it('go from minute to minute of the local day, also over midnight', () => {
    expect(quietAt(22, 7)).toEqual([0, 1, 2, 3, 4, 5, 6, 22, 23]);
    expect(quietAt(9, 12)).toEqual([9, 10, 11]);
    expect(isQuiet(hours(9, 12), new Date(2026, 6, 1, 12, 0).getTime())).toBe(false);
    expect(isQuiet(hours(9, 12), new Date(2026, 6, 1, 9, 0).getTime())).toBe(true);
  });

  it('follow local time through the change to winter time', () => {
    // 25 October 2026: 02:00–03:00 comes twice.
    const atMs = Date.UTC(2026, 9, 25, 5, 30);
    expect(new Date(atMs).getHours()).toBe(6);
    expect(isQuiet(hours(22, 7), atMs)).toBe(true);
    expect(isQuiet(hours(22, 7), atMs + 3_600_000)).toBe(false);
  });

  it('are none when not set, or when they end as they begin', () => {
    expect(isQuiet(null, 0)).toBe(false);
    expect(quietAt(8, 8)).toEqual([]);
  });
});
