import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KillReport, runKills } from '../../kill/kill-during-writes.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const plans = { reduced: { kills: 20, records: 400 }, full: { kills: 1_000, records: 10_000 } };

/**
 * ST-01 and ST-12: SIGKILL to a process that makes and writes a vault, makes and restores backups, changes its slots and renews its
 * data key. Nothing that it acknowledged is lost or half there, and each backup is whole; after a clean start nothing temporary is
 * left, and no file shows what was stored.
 */
export async function killVaultWriter(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-kills-'));
  const { kills, records } = plans[size];
  try {
    const report = await runKills({ kills, records, folder, seed });
    const { acknowledged, works, cutOff, seed: _, kills: __, ...wrong } = report;
    const wrongs = Object.entries(wrong).map(([name, count]) => `${name} ${count}`);
    const cuts = Object.entries(cutOff).map(([work, count]) => `${work} ${count}`);
    return {
      figure:
        `${kills} kills over ${records} records, ${acknowledged} commits and ${works} works acknowledged, in the middle of a ` +
        `${cuts.join(', ')}: ${wrongs.join(', ')} (seed ${seed})`,
      passed:
        acknowledged > kills &&
        isCutOften(cutOff, kills) &&
        Object.values(wrong).every((count) => count === 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a few runs chance may spare one of the works; in many each is hit by a quarter of the kills that aim at it. */
function isCutOften(cutOff: KillReport['cutOff'], kills: number): boolean {
  const counts = Object.values(cutOff);
  return kills < 100 ? counts.some((count) => count > 0) : counts.every((count) => count >= kills / 40);
}
