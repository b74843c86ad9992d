import { describe, expect, it } from 'vitest';
import type { ApiKey, KeyId } from '#core/api-key';
import { unused } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import { dueNotices } from '#core/notices/due-notices';
import { type GivenNotices, stillGiven, withGiven } from '#core/notices/given-notices';
import { defaultSettings, type Settings } from '#core/settings';
import { sampleKey } from '../../fakes/sample-key.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);
const { id } = sampleKey({});

/** A user of one key: looks at the clock now and then, and is told what is due. */
class Told {
  key: ApiKey;
  readonly part: Partial<KeyState>;
  given: GivenNotices = new Map();
  readonly snoozes = new Map<KeyId, number>();
  settings: Settings = defaultSettings;

  constructor(key: Partial<ApiKey>, part: Partial<KeyState> = {}) {
    this.key = sampleKey({ createdAtMs: startMs, ...key });
    this.part = part;
  }

  get state(): KeyState {
    const token = { obtainedAtMs: 0, expiresAtMs: null, lifetimeSource: 'assumed', outputs: [] } as const;
    return {
      key: this.key,
      use: unused,
      isStatic: false,
      token,
      exchanging: false,
      failure: null,
      failures: 0,
      retry: null,
      serverSkewMs: null,
      edits: 0,
      ...this.part,
    } as KeyState;
  }

  atDay(day: number): string[] {
    const nowMs = startMs + day * dayMs;
    const due = dueNotices(this.state, { ...this, nowMs });
    this.given = withGiven(stillGiven(this.given, new Map([[id, this.state]]), nowMs), due);
    return due.map(({ kind }) => kind);
  }

  /** Days on which something was told. */
  days(days: Iterable<number>): number[] {
    return [...days].filter((day) => this.atDay(day).length > 0);
  }
}

function* everyHour(untilDay: number) {
  for (let hour = 0; hour <= untilDay * 24; hour++) yield hour / 24;
}

const expiringIn = (days: number) => ({ keyExpiresAtMs: startMs + days * dayMs });

describe('a key that expires', () => {
  it('is told 30, 14, 7 and 1 days before and at its end, once each', () => {
    expect(new Told(expiringIn(40)).days(everyHour(60))).toEqual([10, 26, 33, 39, 40]);
  });

  it('is told once after an absence, with the nearest of the lead times that passed', () => {
    const user = new Told(expiringIn(40));
    expect(user.days([0, 38, 38.5, 39.5])).toEqual([38, 39.5]);
    expect([user.atDay(300), user.atDay(301)]).toEqual([['keyExpired'], []]);
  });

  it('follows its own lead times before those of the settings for its kind', () => {
    const settings = { ...defaultSettings, noticeLeadDays: { exchanged: [20], static: [3, 2] } };
    const days = (key: Partial<ApiKey>, isStatic: boolean) => {
      const user = new Told({ ...expiringIn(40), ...key }, { isStatic });
      user.settings = settings;
      return user.days(everyHour(39.9));
    };
    expect(days({}, false)).toEqual([20]);
    expect(days({}, true)).toEqual([37, 38]);
    expect(days({ noticeLeadDays: [1, 5] }, true)).toEqual([35, 39]);
    expect(days({ noticeLeadDays: [] }, true)).toEqual([]);
  });

  it('is told anew when its expiry was edited, and not when that is taken back', () => {
    const user = new Told(expiringIn(5));
    expect(user.atDay(0)).toEqual(['keyExpires']);
    const first = user.key;
    user.key = { ...first, ...expiringIn(6) };
    expect(user.atDay(0)).toEqual(['keyExpires']);
    user.key = first;
    expect(user.atDay(0)).toEqual([]);
  });

  it('is not told again when the clock is set back, or lead times are edited to and fro', () => {
    const user = new Told(expiringIn(40));
    expect(user.days([35, 5, 27, 32])).toEqual([35]);
    user.key = { ...user.key, noticeLeadDays: [20, 9] };
    expect(user.days([32, 34, 35.5])).toEqual([]);
    user.key = { ...user.key, noticeLeadDays: [3] };
    expect(user.days([35.5, 37.5])).toEqual([37.5]);
  });

  it('is not told of while snoozed, then once with the time that is left, and told of its end in any case', () => {
    const user = new Told(expiringIn(40));
    user.snoozes.set(id, startMs + 34 * dayMs);
    expect(user.days([27, 33.5])).toEqual([]);
    expect(user.atDay(34)).toEqual(['keyExpires']);
    user.snoozes.set(id, startMs + 50 * dayMs);
    expect(user.days([39.5, 40, 50])).toEqual([40]);
  });

  it('is told of at the end of a snooze only if it still expires soon', () => {
    const user = new Told(expiringIn(90));
    user.snoozes.set(id, startMs + 7 * dayMs);
    expect(user.days([7, 8])).toEqual([]);
  });
});

describe('a key whose token can no longer be renewed', () => {
  const refused = { use: { ...unused, refusedAtMs: startMs }, failure: { kind: 'refused' } } as const;

  it('is told once, and again only after it was fresh', () => {
    const user = new Told({}, refused);
    expect([user.atDay(0), user.atDay(1)]).toEqual([['tokenLost'], []]);
    const fresh = new Map([[id, new Told({}).state]]);
    user.given = stillGiven(user.given, fresh, startMs + dayMs);
    expect(user.atDay(2)).toEqual(['tokenLost']);
  });

  it('is not told of besides its expiry', () => {
    const user = new Told(expiringIn(1), { ...refused, token: null });
    expect([user.atDay(2), user.atDay(3)]).toEqual([['keyExpired'], []]);
  });

  it('is told of although it is snoozed', () => {
    const user = new Told(expiringIn(20), refused);
    user.snoozes.set(id, startMs + 7 * dayMs);
    expect(user.atDay(0)).toEqual(['tokenLost']);
  });
});

describe('an old key', () => {
  const withReminder = (rotateAfterDays: number | null, key: Partial<ApiKey> = {}) => {
    const user = new Told(key);
    user.settings = { ...defaultSettings, rotateAfterDays };
    return user;
  };

  it('is told of at each step of its age, once', () => {
    expect(withReminder(90).days(everyHour(200))).toEqual([90, 180]);
    expect(withReminder(null).days(everyHour(200))).toEqual([]);
  });

  it('is told of once after an absence, anew when it was rotated, and not when the setting goes to and fro', () => {
    const user = withReminder(90);
    expect(user.days([300, 301])).toEqual([300]);
    user.settings = { ...user.settings, rotateAfterDays: 30 };
    expect(user.days([301, 330, 331])).toEqual([301, 330]);
    user.settings = { ...user.settings, rotateAfterDays: 90 };
    expect(user.days([331, 360])).toEqual([360]);
    user.key = { ...user.key, createdAtMs: startMs + 361 * dayMs };
    expect(user.days([362, 451])).toEqual([451]);
  });

  it('is not told of while snoozed, nor when it has expired', () => {
    const user = withReminder(90);
    user.snoozes.set(id, startMs + 95 * dayMs);
    expect(user.days([91, 94, 95])).toEqual([95]);
    const expired = withReminder(90, expiringIn(10));
    expect(expired.days([10, 100])).toEqual([10]);
  });
});

it('forgets what concerns keys that are gone', () => {
  const user = new Told(expiringIn(5));
  user.atDay(0);
  expect(stillGiven(user.given, new Map([[id, user.state]]), startMs)).toBe(user.given);
  expect(stillGiven(user.given, new Map(), startMs).size).toBe(0);
});
