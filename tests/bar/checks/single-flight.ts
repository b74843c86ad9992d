import { CallerRounds } from '../../hostile/caller-rounds.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { reduced: { rounds: 3, callers: 300 }, full: { rounds: 100, callers: 1_000 } };

/**
 * NW-14: callers from window, tray and refresh loop at the same time, while services fail and keys are edited and deleted:
 * one request for each attempt, and everybody gets an answer. Over real connections.
 */
export async function askOnce(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const { rounds, callers } = sizes[size];
  const trial = await CallerRounds.start(seededRandom(seed));
  const faults: string[] = [];
  try {
    for (let n = 0; n < rounds; n += 1) faults.push(...(await trial.run(callers)));
  } finally {
    await trial.stop();
  }
  return {
    figure:
      `${2 * rounds} waves of ${callers} callers each: ${trial.requests} requests, ${faults.length} faults, ` +
      `${trial.unanswered} callers without an answer (seed ${seed})` +
      [...new Set(faults)]
        .slice(0, 8)
        .map((fault) => `; ${fault}`)
        .join(''),
    passed: faults.length === 0 && trial.unanswered === 0,
  };
}
