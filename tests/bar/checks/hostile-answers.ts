import fc from 'fast-check';
import { createCanary } from '../../canary/canary.ts';
import { judgedPresetIds } from '../../hostile/acceptable-answer.ts';
import { HostileTrial } from '../../hostile/hostile-trial.ts';
import { hostileAnswer } from '../../hostile/served-answer.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const answersOf = { reduced: 60, full: 5_000 };
/** Each kind of hostility must have been met this often. */
const leastOfAKindOf = { reduced: 0, full: 100 };

/**
 * NW-08: answers that a broken or malicious service could give, over a real connection, to the whole program. What is in the
 * clipboard and the vault afterwards is compared with what an independent reader of the answer allows.
 */
export async function refuseHostileAnswers(
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const secret = createCanary('key secret');
  const given = fc.sample(fc.tuple(fc.constantFrom(...judgedPresetIds), hostileAnswer(secret.text)), {
    numRuns: answersOf[size],
    seed,
  });
  const trial = await HostileTrial.start(secret);
  const faults: string[] = [];
  const kinds = new Map<string, number>();
  let accepted = 0;
  try {
    for (const [at, [presetId, answer]] of given.entries()) {
      const { kind, framing } = answer;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const outcome = await trial.give(presetId, answer);
      if (outcome.isAccepted) accepted += 1;
      faults.push(
        ...outcome.faults.map((fault) => `${fault} (answer ${at}: ${presetId}, ${kind}, ${framing})`),
      );
    }
  } finally {
    await trial.stop();
  }
  const { crashes } = trial;
  const leastOfAKind = Math.min(...kinds.values());
  return {
    figure:
      `${given.length} answers of ${kinds.size} kinds (at least ${leastOfAKind} of each): ${crashes.length} crashes, ` +
      `${accepted} good tokens taken, ${given.length - accepted} answers refused, ${faults.length} faults (seed ${seed})` +
      [...crashes, ...faults]
        .slice(0, 8)
        .map((fault) => `; ${fault}`)
        .join(''),
    passed:
      crashes.length + faults.length === 0 &&
      accepted > given.length / 20 &&
      leastOfAKind >= leastOfAKindOf[size],
  };
}
