import { expect, it } from 'vitest';
import type { CheckResult } from '../bar/check-result.ts';
import { surviveClockJumps } from '../bar/checks/schedule-clock-jumps.ts';
import { tameHerd } from '../bar/checks/schedule-herd.ts';
import { leaveLongLives } from '../bar/checks/schedule-long-lives.ts';
import { renewOnTime } from '../bar/checks/schedule-on-time.ts';
import { restartOften } from '../bar/checks/schedule-restarts.ts';
import { faketimeLibrary, setRealClock } from '../bar/checks/schedule-set-clock.ts';
import { readWrongServerClocks } from '../bar/checks/schedule-wrong-server-clock.ts';
import { liveAWeek } from '../bar/checks/simulated-week.ts';

const checks: readonly (readonly [rule: string, check: () => Promise<CheckResult>])[] = [
  ['renews tokens of all lifetimes in time (SC-01, reduced)', () => renewOnTime('reduced', 1)],
  ['leaves tokens alone that live longer than a timer can wait (SC-02)', leaveLongLives],
  ['survives that the clock is set (SC-04, reduced)', () => surviveClockJumps('reduced', 1)],
  ['reads lifetimes of services whose clocks are wrong (SC-05)', readWrongServerClocks],
  ['asks one host in order and not all at once (SC-07, reduced)', () => tameHerd('reduced')],
  ['does not ask again at each start (SC-08, reduced)', () => restartOften('reduced', 1)],
  ['lives a day of a laptop (WEEK, reduced)', () => liveAWeek('reduced', 1)],
];

it.each(checks)(
  '%s',
  async (_rule, check) => {
    const { figure, passed } = await check();
    expect(passed, figure).toBe(true);
  },
  120_000,
);

it.skipIf(faketimeLibrary() === null)(
  'survives that the real clock is set (SC-04-REAL, reduced)',
  async () => {
    const { figure, passed } = await setRealClock('reduced');
    expect(passed, figure).toBe(true);
  },
  120_000,
);
