import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import type { CheckResult } from '../check-result.ts';

const dayS = 86_400;
const hourMs = 3_600_000;
const livesS = [30 * dayS, 400 * dayS, 100_000 * dayS];

/** SC-02: tokens that live longer than a timer can wait (2^31 ms are 24.8 days) are not asked for again at once. */
export async function leaveLongLives(): Promise<CheckResult> {
  const keyfob = await SimulatedKeyfob.start({ seed: 1 });
  try {
    for (const lifetimeS of livesS) await keyfob.add(keyfob.fleet.open({ lifetimeS }));
    await keyfob.time.advance(1_000);
    const first = keyfob.fleet.accounts.map(({ asked }) => asked.length);
    await keyfob.time.advance(hourMs);
    const again = keyfob.fleet.accounts.map(({ asked }, at) => asked.length - (first[at] ?? 0));
    return {
      figure: `lifetimes of 30, 400 and 100,000 days: ${again.join(', ')} requests in the hour after the first one`,
      passed: first.every((count) => count === 1) && again.every((count) => count === 0),
    };
  } finally {
    await keyfob.stop();
  }
}
