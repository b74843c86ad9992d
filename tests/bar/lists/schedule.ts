import { type CheckGroup, during, each } from '../check-group.ts';
import { measureIdleCost } from '../checks/idle-cost.ts';
import { giveNoticesOnce } from '../checks/notices.ts';
import { bearRealFaults } from '../checks/real-faults.ts';
import { restWhileLocked, resumeAfterSleep, startWithSleepyKeys } from '../checks/resume-after-sleep.ts';
import { surviveClockJumps } from '../checks/schedule-clock-jumps.ts';
import { tameHerd } from '../checks/schedule-herd.ts';
import { leaveLongLives } from '../checks/schedule-long-lives.ts';
import { followModel } from '../checks/schedule-model.ts';
import { waitForNetwork } from '../checks/schedule-offline.ts';
import { renewOnTime } from '../checks/schedule-on-time.ts';
import { restartOften } from '../checks/schedule-restarts.ts';
import { setRealClock } from '../checks/schedule-set-clock.ts';
import { readWrongServerClocks } from '../checks/schedule-wrong-server-clock.ts';
import { liveAWeek } from '../checks/simulated-week.ts';

/** Checks of when tokens are renewed and notices given, and of what rest costs. */
export const scheduleChecks: readonly CheckGroup[] = [
  ...each({
    'SC-10': giveNoticesOnce,
    'SC-01': renewOnTime,
    'SC-02': leaveLongLives,
    'SC-04': surviveClockJumps,
    'SC-04-REAL': setRealClock,
    'SC-05': readWrongServerClocks,
    'SC-06': waitForNetwork,
    'SC-07': tameHerd,
    'SC-08': restartOften,
    'SC-09': followModel,
    WEEK: liveAWeek,
  }),
  {
    ids: ['SC-03', 'SC-03-LOCK'],
    run: (report) =>
      during(startWithSleepyKeys, async (keyfob) => {
        await report('SC-03', () => resumeAfterSleep(keyfob, 'full'));
        await report('SC-03-LOCK', () => restWhileLocked(keyfob));
      }),
  },
  ...each({
    'SC-REAL': bearRealFaults,
    'SC-11': measureIdleCost,
  }),
];
