import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { full: 1_000, reduced: 400 };
/** Within it a service is asked for the second time: docs/rules-and-findings.md, P11. */
const windowMs = 40_000;
/** The loop looks again at most this often. */
const loopPauseMs = 250;

/**
 * NW-13: a thousand clients whose services fail in the same instant do not come back together. Each client here is a key with a
 * service of its own, so that nothing but the pause after its failure says when it asks again.
 */
export async function spreadRetries(size: CheckSize, seed = Date.now()): Promise<CheckResult> {
  const keyfob = await SimulatedKeyfob.start({ seed });
  const { time, fleet } = keyfob;
  try {
    for (let at = 0; at < sizes[size]; at += 1) {
      const account = fleet.open({ host: `h${at}.example`, lifetimeS: 86_400 });
      account.mood = 'failing';
      await keyfob.add(account);
    }
    await time.advance(50);
    const failedAtMs = time.elapsedMs();
    for (const account of fleet.accounts) account.mood = 'up';
    await time.advance(2 * windowMs);
    const waitsMs = fleet.accounts.map(({ asked }) => (asked[1]?.atMs ?? Number.NaN) - failedAtMs);
    const perSecond = new Map<number, number>();
    for (const ms of waitsMs)
      perSecond.set(Math.floor(ms / 1000), (perSecond.get(Math.floor(ms / 1000)) ?? 0) + 1);
    const longestMs = Math.max(...waitsMs);
    const shortestMs = Math.min(...waitsMs);
    const coverage = (longestMs - shortestMs) / windowMs;
    const busiest = Math.max(...perSecond.values()) / sizes[size];
    return {
      figure:
        `${sizes[size]} clients that failed together, seed ${seed}: first retries after ${shortestMs.toFixed(0)} to ` +
        `${longestMs.toFixed(0)} ms, ${(coverage * 100).toFixed(1)} % of the window of ${windowMs / 1000} s, at most ` +
        `${(busiest * 100).toFixed(1)} % in one second`,
      passed: coverage >= 0.9 && busiest <= 0.05 && longestMs <= windowMs + loopPauseMs,
    };
  } finally {
    await keyfob.stop();
  }
}
