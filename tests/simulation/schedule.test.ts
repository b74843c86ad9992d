import { expect, it } from 'vitest';
import type { CheckResult } from '../bar/check-result.ts';
import { spreadRetries } from '../bar/checks/client-jitter.ts';
import { surviveClockJumps } from '../bar/checks/schedule-clock-jumps.ts';
import { tameHerd } from '../bar/checks/schedule-herd.ts';
import { leaveLongLives } from '../bar/checks/schedule-long-lives.ts';
import { followModel } from '../bar/checks/schedule-model.ts';
import { waitForNetwork } from '../bar/checks/schedule-offline.ts';
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
  [
    'waits for the network and recovers from a day without it (SC-06, reduced)',
    () => waitForNetwork('reduced', 1),
  ],
  ['asks one host in order and not all at once (SC-07, reduced)', () => tameHerd('reduced')],
  ['does not ask again at each start (SC-08, reduced)', () => restartOften('reduced', 1)],
  ['does what the model says (SC-09, reduced)', () => followModel('reduced')],
  ['does not retry in the same second everywhere (NW-13)', () => spreadRetries('reduced', 1)],
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
  'survives that the real clock is set (SC-04, reduced)',
  async () => {
    const { figure, passed } = await setRealClock('reduced');
    expect(passed, figure).toBe(true);
  },
  120_000,
);
