import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcknowledgedKeys } from '../../kill/acknowledged-keys.ts';
import { withWriter } from '../../kill/run-writer.ts';
import { DiskImage, type Mounted, mountMemory } from '../../storage/mounts.ts';
import { Findings, writeByPlan } from '../../storage/writer-runs.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const pageBytes = 4_096;

/** Room left for the vault, in pages, and so the offset at which the disk is full. The larger ones are full in the middle of a vault that was in use for long. */
const offsets: Readonly<Record<CheckSize, { memory: readonly number[]; ext4: readonly number[] }>> = {
  reduced: { memory: [12, 60], ext4: [90] },
  full: {
    memory: [...upTo(1, 180, 1), ...upTo(190, 1_200, 33), ...upTo(1_300, 3_000, 200)],
    ext4: [...upTo(2, 120, 4), ...upTo(150, 1_500, 150)],
  },
};

function upTo(first: number, last: number, step: number): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => first + at * step);
}

interface Tally {
  readonly found: Findings;
  /** Runs in which the disk was never full: then nothing was tested. */
  neverFull: number;
  refusedOpenings: number;
  stuck: number;
}

/**
 * ST-03: the disk is full at many offsets, on a file system in memory and on ext4, while a vault is made and written. No
 * write is falsely acknowledged, each failure is told, what was stored is read by the same process after it and by
 * another one on the full disk, and writes work again once there is room.
 */
export async function fillDisks(size: CheckSize): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-full-'));
  const tally: Tally = { found: new Findings(), neverFull: 0, refusedOpenings: 0, stuck: 0 };
  const { memory, ext4 } = offsets[size];
  try {
    await withWriter(async (writer) => {
      for (const pages of memory)
        await during(mountMemory(join(folder, `${pages}`), pages * pageBytes), ({ folder: disk }) =>
          fill(writer, disk, pages, tally),
        );
      const disk = new DiskImage(folder, 32 * 1_048_576);
      for (const pages of ext4)
        await during(disk.mount(), async () => {
          const filler = join(disk.folder, 'fill');
          fillAllBut(filler, disk.folder, pages);
          await fill(writer, disk.folder, pages, tally, () => rmSync(filler));
          rmSync(join(disk.folder, 'vault'), { recursive: true, force: true });
        });
    });
    const { found, neverFull, refusedOpenings, stuck } = tally;
    return {
      figure:
        `full at ${memory.length} offsets in memory and ${ext4.length} on ext4, ${refusedOpenings} vaults not made, ` +
        `${found.words}; ${neverFull} disks never full, ${stuck} stuck afterwards`,
      passed: found.areNone && neverFull + stuck === 0 && found.failures > 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function during(mounted: Mounted, use: (mounted: Mounted) => Promise<void>): Promise<void> {
  try {
    await use(mounted);
  } finally {
    mounted.unmount();
  }
}

/** Writes until there is no room, looks at what is there on the full disk, and tries again when `makeRoom` made some. */
async function fill(
  writer: string,
  disk: string,
  seed: number,
  tally: Tally,
  makeRoom?: () => void,
): Promise<void> {
  const keys = new AcknowledgedKeys();
  const folder = join(disk, 'vault');
  const plan = { folder, seed, maxKeys: 5_000 };
  const { state } = await writeByPlan(writer, plan, keys);
  if (state !== 'open') tally.refusedOpenings += 1;
  else if (keys.failures === 0) tally.neverFull += 1;
  // A vault that could not be made has nothing that could be read.
  if (state === 'open') await tally.found.look(folder, keys);
  if (makeRoom === undefined) return;
  makeRoom();
  const failuresBefore = keys.failures;
  const again = await writeByPlan(writer, { ...plan, seed: seed + 10_000, commits: 3 }, keys);
  if (again.state !== 'open' || keys.failures > failuresBefore) tally.stuck += 1;
  await tally.found.look(folder, keys);
}

/** Writes a file that leaves so many pages free. */
function fillAllBut(file: string, disk: string, pages: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - pages * pageBytes), 1));
}
