import fc from 'fast-check';
import { courses, lifetimes } from '../../simulation/model/scheduler-courses.ts';
import { SchedulerWorld } from '../../simulation/model/scheduler-world.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const runs = { full: 10_000, reduced: 200 };

/**
 * SC-09: courses of events by chance (users, services, clocks, sleep, restarts) against a model that knows only what the design
 * promises: what may be handed out, what must have been asked for, and how often at most.
 */
export async function followModel(size: CheckSize, seed = Date.now() | 0): Promise<CheckResult> {
  let steps = 0;
  let requests = 0;
  const property = fc.asyncProperty(lifetimes, courses, async (lifetimesS, course) => {
    const world = await SchedulerWorld.start(lifetimesS, seed);
    try {
      await fc.asyncModelRun(() => ({ model: world.expected, real: world }), course);
    } finally {
      steps += [...course].length;
      requests += world.keyfob.fleet.accounts.reduce((sum, { asked }) => sum + asked.length, 0);
      await world.keyfob.stop();
    }
  });
  const result = await fc.check(property, { numRuns: runs[size], seed, endOnFailure: false });
  const words = result.failed
    ? `; diverged in run ${result.numRuns}, after ${result.numShrinks} shrinks: ${String(result.counterexample)}: ` +
      `${String(result.errorInstance).slice(0, 400)}; path ${result.counterexamplePath}`
    : '';
  return {
    figure: `${result.numRuns} courses of events, seed ${seed}, ${steps} steps, ${requests} requests: ${result.failed ? 1 : 0} divergences${words}`,
    passed: !result.failed && result.numRuns === runs[size],
  };
}
