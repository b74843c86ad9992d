import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanary, findCanaries } from '../../canary/canary.ts';
import { AcknowledgedKeys } from '../../kill/acknowledged-keys.ts';
import { runWriter, withWriter } from '../../kill/run-writer.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { WriterLine } from '../../kill/writer-lines.ts';
import { compileC } from '../../storage/compile-c.ts';
import { DiskImage } from '../../storage/mounts.ts';
import { Findings } from '../../storage/writer-runs.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

/**
 * Of few cuts each waits for some commits in a vault that is there: a busy computer may have stored nothing when the time is over,
 * and the check would have looked at nothing.
 */
const sizes = { reduced: { cuts: 3, leastCommits: 2 }, full: { cuts: 300, leastCommits: 0 } };
const imageBytes = 48 * 1_048_576;
/** Every fifth cut comes while a vault is made. */
const creationShare = 5;

/**
 * ST-02: an ext4 disk loses its power at random moments while a vault on it is made or written: the file system stops at
 * once and its journal stays unwritten, so that only what had reached the disk is there at the next mount. The raw disk is
 * searched as well.
 */
export async function cutPower(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const { cuts, leastCommits } = sizes[size];
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-power-'));
  const canary = createCanary('a stored text');
  const found = new Findings();
  try {
    const disk = new DiskImage(folder, imageBytes);
    const cut = () => execFileSync(cutter, [disk.folder]);
    const cutter = compileC('cut-power', 'program', folder);
    const random = seededRandom(seed);
    const lasting = new AcknowledgedKeys();
    await withWriter(async (writer) => {
      for (let n = 0; n < cuts; n += 1) {
        const isNew = n % creationShare === 0;
        const vault = join(disk.folder, isNew ? `new-${n}` : 'lasting');
        const keys = isNew ? new AcknowledgedKeys() : lasting;
        const plan = JSON.stringify({ folder: vault, seed: seed + n, canary: canary.text, maxKeys: 200 });
        const mounted = disk.mount();
        await writeUntil(cut, [process.execPath, writer, plan], keys, {
          after: isNew ? 'opening' : 'opened',
          delayMs: random() * (isNew ? 40 : 250),
          leastCommits: isNew ? 0 : leastCommits,
        });
        mounted.unmount();
        await lookAndClear(disk, isNew, vault, keys, found);
      }
    });
    const hits = findCanaries(readFileSync(disk.file), [canary]).length;
    return {
      figure: `${cuts} power cuts, ${found.words}; ${hits} stored texts on the raw disk (seed ${seed})`,
      passed: found.areNone && hits === 0 && found.acknowledged > cuts,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Cuts the power so long after a line of the writer, when it has done so many commits. */
async function writeUntil(
  cut: () => void,
  command: readonly string[],
  keys: AcknowledgedKeys,
  when: { after: WriterLine['line']; delayMs: number; leastCommits: number },
): Promise<void> {
  let isDue = false;
  let isCut = false;
  let commits = 0;
  await runWriter<WriterLine>(command, (line, child) => {
    keys.take(line);
    const cutIfDue = () => {
      if (!isDue || isCut || commits < when.leastCommits) return;
      isCut = true;
      // Stopped first: a sync that is under way may still end well on a disk that is gone, and nobody would hear of that.
      child.kill('SIGSTOP');
      cut();
      child.kill('SIGKILL');
    };
    if (line.line === 'done') commits += 1;
    cutIfDue();
    if (line.line !== when.after) return;
    setTimeout(() => {
      isDue = true;
      cutIfDue();
    }, when.delayMs);
  });
}

/** The power is back. */
async function lookAndClear(
  disk: DiskImage,
  isNew: boolean,
  vault: string,
  keys: AcknowledgedKeys,
  found: Findings,
): Promise<void> {
  const mounted = disk.mount();
  try {
    await found.look(vault, keys);
    if (isNew) rmSync(vault, { recursive: true, force: true });
  } finally {
    mounted.unmount();
  }
}
