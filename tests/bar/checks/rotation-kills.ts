import { runRotationKills } from '../../kill/kill-during-rotations.ts';
import type { CheckResult } from '../check-result.ts';

/**
 * ROTATE-KILL: SIGKILL at random points of rotations, by hand and through a provider's API. After each start the key works with
 * the old or the new secret, its row says with which, and no secret is lost: it is stored, or named to the user.
 */
export async function rotateUnderKills(kills: number, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const { after, found, faults } = await runRotationKills(kills, seed);
  const parts = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ');
  const wrong = faults.length === 0 ? '' : `: ${faults.slice(0, 3).join('; ')}`;
  return {
    figure:
      `${kills} kills (last heard: ${parts(after)}): ${faults.length} faults${wrong}; ` +
      `rotations found: ${parts(found)} (seed ${seed})`,
    passed: faults.length === 0,
  };
}
