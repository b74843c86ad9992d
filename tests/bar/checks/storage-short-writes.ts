import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcknowledgedKeys } from '../../kill/acknowledged-keys.ts';
import { withWriter } from '../../kill/run-writer.ts';
import { compileC } from '../../storage/compile-c.ts';
import { Findings, writeByPlan } from '../../storage/writer-runs.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const runs = { reduced: 2, full: 10 };
const commitsEach = 50;

/** ST-04: every write of vault and log takes a random part of what it was given; nothing is damaged, nothing lost. */
export async function surviveShortWrites(
  size: CheckSize,
  seed = Date.now() % 1_000_000,
): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-short-'));
  const mark = join(folder, 'happened');
  const found = new Findings();
  const keys = new AcknowledgedKeys();
  let isInjected = true;
  try {
    const library = compileC('faulty-io', 'library', folder);
    const vault = join(folder, 'vault');
    await withWriter(async (writer) => {
      for (let run = 0; run < runs[size]; run += 1) {
        rmSync(mark, { force: true });
        const env = { LD_PRELOAD: library, KEYFOB_FAULT_FOLDER: vault, KEYFOB_FAULT_MARK: mark };
        const plan = { folder: vault, seed: seed + run, commits: commitsEach };
        await writeByPlan(writer, plan, keys, { ...env, KEYFOB_FAULT: `short:${seed + run}` });
        isInjected &&= existsSync(mark);
      }
    });
    await found.look(vault, keys);
    return {
      figure: `${found.words} (seed ${seed})${isInjected ? '' : '; no write was shortened'}`,
      passed: isInjected && found.areNone && found.acknowledged === runs[size] * commitsEach,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
