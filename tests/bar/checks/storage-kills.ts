import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKills } from '../../kill/kill-during-writes.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const plans = { reduced: { kills: 15, records: 400 }, full: { kills: 1_000, records: 10_000 } };

/**
 * ST-01 and ST-12: SIGKILL to a process that writes a vault. Nothing that it acknowledged is lost or half there; after a
 * clean start nothing temporary is left, and no file shows what was stored.
 */
export async function killVaultWriter(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-kills-'));
  const { kills, records } = plans[size];
  try {
    const report = await runKills({ kills, records, folder, seed });
    const { acknowledged, lostAcks, halfWritten, unreadable, strayFiles, readableFiles } = report;
    return {
      figure:
        `${report.kills} kills over ${records} records, ${acknowledged} acknowledged commits: ${lostAcks} lost, ` +
        `${halfWritten} half written, ${unreadable} unreadable; ${strayFiles} stray files, ` +
        `${readableFiles} files with a stored text (seed ${seed})`,
      passed: acknowledged > 0 && lostAcks + halfWritten + unreadable + strayFiles + readableFiles === 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
