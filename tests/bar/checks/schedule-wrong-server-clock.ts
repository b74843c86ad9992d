import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import { Tally } from '../../simulation/tally.ts';
import type { CheckResult } from '../check-result.ts';

const hourMs = 3_600_000;
/** How far the service's clock is ahead. What is less than two minutes is not shown. */
const skewsMs = [24 * hourMs, -24 * hourMs, hourMs, -hourMs, 180_000, -180_000, 60_000, -60_000, 0];
const shownFromMs = 120_000;
const lifetimeS = 1800;

/**
 * SC-05: services whose clocks are wrong by up to a day, with and without JWTs whose `exp` lies in our past. What counts is
 * `expires_in`; the user sees how far the clocks differ.
 */
export async function readWrongServerClocks(): Promise<CheckResult> {
  const keyfob = await SimulatedKeyfob.start({ seed: 1 });
  const { time, fleet } = keyfob;
  try {
    for (const skewMs of skewsMs)
      for (const tells of ['expires_in', 'both'] as const)
        await keyfob.add(
          fleet.open({ skewMs, tells, lifetimeS, latencyMs: 100, host: `s${skewMs}.example` }),
        );
    const addedAtMs = time.nowMs();
    await time.advance(1_000);
    const faults: string[] = [];
    for (const account of fleet.accounts) {
      const { skewMs, tells } = account.traits;
      const token = keyfob.viewOf(account)?.token;
      const say = (what: string) => faults.push(`${skewMs / 1000} s ahead, ${tells}: ${what}`);
      // A small difference may be that of our own clock, so that the earlier of two ends counts.
      const isJwtEarlier = tells === 'both' && skewMs < 0 && -skewMs < shownFromMs;
      const endsAfterMs = lifetimeS * 1000 + (isJwtEarlier ? skewMs : 0);
      if (token?.expiresAtMs !== addedAtMs + endsAfterMs)
        say(`ends after ${(token?.expiresAtMs ?? 0) - addedAtMs} ms`);
      if (token?.lifetimeSource !== (isJwtEarlier ? 'jwt' : 'relative'))
        say(`lifetime by ${token?.lifetimeSource}`);
      const shownMs = token?.serverSkewMs ?? null;
      const isShown = shownMs !== null && Math.abs(shownMs - skewMs) <= 2_000;
      if (Math.abs(skewMs) >= shownFromMs ? !isShown : shownMs !== null) say(`skew shown as ${shownMs}`);
    }
    const tally = new Tally();
    for (let s = 0; s < 2 * lifetimeS; s += 10) {
      for (const account of fleet.accounts)
        void keyfob.handOut(account).then((handed) => tally.count(handed));
      await time.advance(10_000);
    }
    const most = Math.max(...fleet.accounts.map(({ asked }) => asked.length));
    return {
      figure:
        `${fleet.accounts.length} keys whose services' clocks are off by up to a day: ${faults.length} wrong expiries or skews; in two ` +
        `lifetimes ${tally.handedOut} hand-outs, ${tally.expired} expired, at most ${most} requests a key` +
        faults
          .slice(0, 6)
          .map((fault) => `; ${fault}`)
          .join(''),
      passed: faults.length === 0 && tally.expired === 0 && most <= 4,
    };
  } finally {
    await keyfob.stop();
  }
}
