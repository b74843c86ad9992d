import { Week } from '../../simulation/week.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const hourMs = 3_600_000;
const sizes = {
  full: { keys: 1_000, days: 7, stepMs: 2_000, leastHandOuts: 100_000 },
  reduced: { keys: 40, days: 1, stepMs: 20_000, leastHandOuts: 1_400 },
};

/**
 * WEEK: the whole app without Electron on a laptop that sleeps 16 h a day, whose clock is set now and then, with keys of six
 * presets and lifetimes from 60 s to 12 h, and services that are down, slow, rate-limiting or lying.
 */
export async function liveAWeek(size: CheckSize, seed = Date.now()): Promise<CheckResult> {
  const { keys, days, stepMs, leastHandOuts } = sizes[size];
  const week = new Week({ keys, days, stepMs, seed });
  const startedAtMs = Date.now();
  try {
    await week.run();
    const { tally, whileUp, done } = week;
    const { accounts } = week.keyfob.fleet;
    const { made, least, all } = week.requests();
    const busiest = Math.max(
      ...accounts.map((account) =>
        account.mostWithin(hourMs, ({ mood }) => mood !== 'up' && mood !== 'refusing'),
      ),
    );
    const refused = Math.max(
      ...accounts.map(({ asked }) => asked.filter(({ mood }) => mood === 'refusing').length),
    );
    const replays = accounts.reduce((sum, account) => sum + account.replays, 0);
    const notAtOnce = (whileUp.waited + whileUp.none) / whileUp.all;
    const ratio = made / least;
    const seconds = Math.round((Date.now() - startedAtMs) / 1000);
    return {
      figure:
        `${keys} keys, ${days} days in ${seconds} s, seed ${seed}: ${tally.handedOut} hand-outs, ${tally.expired} expired, ${tally.diedEarly} dead ` +
        `before their end (${done.reports} reported), ${tally.none} without a token; while services were up ${whileUp.all} hand-outs, ` +
        `${whileUp.waited} waited, ${whileUp.none} got none (${(notAtOnce * 100).toFixed(2)} % together); ${made} requests to services ` +
        `that were always up, ${ratio.toFixed(3)} times the least number (${least}), ${all} in all; at most ${busiest} an hour to a ` +
        `broken key, ${refused} to a refused one; ${replays} refresh tokens sent twice; ${done.sleeps} sleeps, ${done.jumps} clock ` +
        `changes, ${done.restarts} restarts${tally.faults.map((fault) => `; ${fault}`).join('')}`,
      passed:
        tally.handedOut >= leastHandOuts &&
        tally.expired === 0 &&
        notAtOnce < 0.01 &&
        ratio <= 1.2 &&
        busiest <= 12 &&
        refused <= 3 &&
        replays === 0,
    };
  } finally {
    await week.keyfob.stop();
  }
}
