import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runKills } from '../../kill/kill-during-writes.ts';
import type { CheckResult } from '../check-result.ts';

/** ST-01, first form: SIGKILL to a process that writes the vault; nothing that it acknowledged is lost or half there. */
export async function killVaultWriter(kills: number, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-kills-'));
  try {
    const report = await runKills({ kills, folder, seed });
    const { acknowledged, lostAcks, halfWritten, unreadable } = report;
    return {
      figure:
        `${report.kills} kills, ${acknowledged} acknowledged commits: ${lostAcks} lost, ${halfWritten} half written, ` +
        `${unreadable} unreadable (seed ${seed})`,
      passed: acknowledged > 0 && lostAcks + halfWritten + unreadable === 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
