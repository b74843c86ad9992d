import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../bar/check-result.ts';
import { surviveClockJumps } from '../bar/checks/schedule-clock-jumps.ts';
import { tameHerd } from '../bar/checks/schedule-herd.ts';
import { leaveLongLives } from '../bar/checks/schedule-long-lives.ts';
import { renewOnTime } from '../bar/checks/schedule-on-time.ts';
import { restartOften } from '../bar/checks/schedule-restarts.ts';
import { faketimeLibrary, setRealClock } from '../bar/checks/schedule-set-clock.ts';
import { readWrongServerClocks } from '../bar/checks/schedule-wrong-server-clock.ts';
import { liveAWeek } from '../bar/checks/simulated-week.ts';
import type { Account } from './account.ts';
import { SimulatedKeyfob } from './simulated-keyfob.ts';

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

describe('services that cannot be reached', () => {
  /** Two of them for an hour; then the first is back and is asked for by hand. */
  async function firstIsBack({ isThirdUp }: { readonly isThirdUp: boolean }) {
    const keyfob = await SimulatedKeyfob.start({ seed: 7 });
    const [first, second, third] = ['a', 'b', 'c'].map((host) =>
      keyfob.fleet.open({ host: `${host}.example`, lifetimeS: 120 }),
    ) as [Account, Account, Account];
    for (const account of [first, second, third]) await keyfob.add(account);
    await keyfob.time.advance(60_000);
    for (const account of isThirdUp ? [first, second] : [first, second, third]) account.mood = 'down';
    await keyfob.time.advance(3_600_000);
    first.mood = 'up';
    const backAtMs = keyfob.time.elapsedMs();
    void keyfob.app.tokens.renew(keyfob.idOf(first), true);
    await keyfob.time.advance(5_000);
    await keyfob.stop();
    return second.askedSince(backAtMs);
  }

  it('are asked again when one of them answers, as the network may be back', async () => {
    expect(await firstIsBack({ isThirdUp: false })).toBeGreaterThan(0);
  });

  it('go on waiting when others answered all the time: then it is not the network', async () => {
    expect(await firstIsBack({ isThirdUp: true })).toBe(0);
  });
});
