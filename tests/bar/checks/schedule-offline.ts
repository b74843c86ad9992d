import { addMix } from '../../simulation/lifetime-mix.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import { Tally } from '../../simulation/tally.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const sizes = { full: 1_000, reduced: 40 };

/** What a day without a network showed. */
interface Day {
  readonly mostAttempts: number;
  readonly recoveredMs: number;
  readonly spreadMs: number;
  readonly expired: number;
  readonly usable: number;
}

/**
 * SC-06: a day without a network, which the system tells of or not. At most 20 attempts a key; when the system says that it is
 * back, every key has a token within 60 s, and they do not ask all at once.
 */
export async function waitForNetwork(size: CheckSize, seed = Date.now()): Promise<CheckResult> {
  const told = await dayOffline(sizes[size], seed, true);
  const untold = await dayOffline(sizes[size], seed, false);
  const words = ({ mostAttempts, recoveredMs, spreadMs, expired }: Day) =>
    `at most ${mostAttempts} attempts a key, all recovered ${(recoveredMs / 1000).toFixed(1)} s after it was back, ` +
    `spread over ${(spreadMs / 1000).toFixed(1)} s, ${expired} expired hand-outs`;
  // The smaller check has fewer keys, and these need not be spread as far.
  const leastSpreadMs = size === 'full' ? 30_000 : 0;
  const passes = (day: Day) =>
    day.mostAttempts <= 20 &&
    day.recoveredMs <= 60_000 &&
    day.spreadMs >= leastSpreadMs &&
    day.expired === 0 &&
    day.usable === sizes[size];
  return {
    figure: `${sizes[size]} keys, 24 h offline, seed ${seed}: ${words(told)}; when only its return is told: ${words(untold)}`,
    passed: passes(told) && passes(untold),
  };
}

async function dayOffline(keys: number, seed: number, isTold: boolean): Promise<Day> {
  const keyfob = await SimulatedKeyfob.start({ seed });
  const { time, fleet, events } = keyfob;
  try {
    const share = keys / 10;
    await addMix(
      keyfob,
      [
        [600, share],
        [3_600, 4 * share],
        [6 * 3_600, 3 * share],
        [12 * 3_600, 2 * share],
      ],
      (at) => ({ host: `h${at % 50}.example` }),
    );
    await time.advance(hourMs);
    fleet.isNetworkUp = false;
    const wentAtMs = time.elapsedMs();
    if (isTold) events.tell('offline');
    const tally = new Tally();
    for (let at = 0; at < dayMs / hourMs; at += 1) {
      await time.advance(hourMs);
      const account = fleet.accounts[(at * 37) % keys];
      if (account !== undefined) void keyfob.handOut(account).then((handed) => tally.count(handed));
    }
    const mostAttempts = Math.max(...fleet.accounts.map((account) => account.askedSince(wentAtMs)));
    const backAtMs = time.elapsedMs();
    fleet.isNetworkUp = true;
    events.tell('online');
    await time.advance(5 * 60_000);
    // Each waited for one request; the first one after the return gave the token.
    const firstMs = fleet.accounts.map(
      ({ asked }) =>
        (asked.find(({ atMs }) => atMs >= backAtMs)?.atMs ?? Number.POSITIVE_INFINITY) - backAtMs,
    );
    await Promise.all(fleet.accounts.map(async (account) => tally.count(await keyfob.handOut(account))));
    return {
      mostAttempts,
      recoveredMs: Math.max(...firstMs) + 50,
      spreadMs: Math.max(...firstMs) - Math.min(...firstMs),
      expired: tally.expired,
      usable: keyfob.app.snapshot().keys.filter(({ token }) => token.state === 'fresh').length,
    };
  } finally {
    await keyfob.stop();
  }
}
