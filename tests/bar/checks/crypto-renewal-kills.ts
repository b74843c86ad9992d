import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runRenewalKills } from '../../kill/kill-during-renewal.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/** CR-17: SIGKILL while the data key is renewed; the vault opens with all records, and the former key is gone. */
export async function renewDataKeyUnderKills(
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-renewal-'));
  const [kills, records] = size === 'full' ? [200, 10_000] : [6, 400];
  try {
    const report = await runRenewalKills(kills, records, join(folder, 'data'), seed);
    const { renewed, failed, lost, unreadable, formerKeyOnDisk, formerKeyInMemory } = report;
    return {
      figure:
        `${kills} kills over ${records} records, ${renewed} times with the new key: ${failed} failed, ${lost} records lost, ` +
        `${unreadable} unreadable, former key on disk ${formerKeyOnDisk} times, in memory ${formerKeyInMemory} times (seed ${seed})`,
      passed: renewed > 0 && failed + lost + unreadable + formerKeyOnDisk + formerKeyInMemory === 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
