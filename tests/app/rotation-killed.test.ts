import { expect, it } from 'vitest';
import { runRotationKills } from '../kill/kill-during-rotations.ts';

/** The reduced size of ROTATE-KILL; `npm run bar ROTATE-KILL` does 100. */
it('no kill leaves a key without a secret that works and is named', { timeout: 90_000 }, async () => {
  const report = await runRotationKills(6, Date.now() % 1_000_000);
  console.log(JSON.stringify(report));
  expect(report.faults).toEqual([]);
});
