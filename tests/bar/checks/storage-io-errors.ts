import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcknowledgedKeys } from '../../kill/acknowledged-keys.ts';
import { withWriter } from '../../kill/run-writer.ts';
import { compileC } from '../../storage/compile-c.ts';
import { Findings, writeByPlan } from '../../storage/writer-runs.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

type ErrorName = 'EIO' | 'EPERM' | 'EBUSY' | 'EXDEV' | 'EROFS';

/** A call that fails with an error after so many that worked, and how many times it then fails. */
interface Fault {
  readonly call: string;
  readonly error: ErrorName;
  readonly skip: number;
  readonly count: number;
}

const forever = 1_000_000;
const commitsEach = 8;
const longestMs = 2_000;

/** Calls, their errors, and after how many calls that worked they begin to fail. */
const faults: Readonly<Record<CheckSize, readonly Fault[]>> = {
  reduced: [
    { call: 'fsync', error: 'EIO', skip: 2, count: 1 },
    { call: 'syncfolder', error: 'EIO', skip: 0, count: forever },
    { call: 'link', error: 'EBUSY', skip: 0, count: forever },
    { call: 'open', error: 'EROFS', skip: 0, count: forever },
    ...faultsOf('read', ['EIO'], [6]),
  ],
  full: [
    ...faultsOf('fsync', ['EIO', 'EROFS'], [0, 1, 2, 3, 4, 5, 7, 9, 12]),
    ...faultsOf('syncfolder', ['EIO'], [0, 1, 2]),
    ...faultsOf('rename', ['EPERM', 'EBUSY', 'EXDEV', 'EROFS', 'EIO'], [0, 1]),
    ...faultsOf('link', ['EPERM', 'EBUSY', 'EXDEV', 'EROFS', 'EIO'], [0, 1]),
    ...faultsOf('unlink', ['EPERM', 'EBUSY', 'EROFS'], [0, 1]),
    ...faultsOf('open', ['EPERM', 'EROFS', 'EIO'], [0, 1, 2, 3]),
    ...faultsOf('read', ['EIO'], [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30]),
    ...faultsOf('write', ['EIO', 'EROFS'], [0, 1, 2, 4, 7, 11, 16]),
  ],
};

function faultsOf(call: string, errors: readonly ErrorName[], skips: readonly number[]): Fault[] {
  return errors.flatMap((error) =>
    skips.flatMap((skip) => [1, forever].map((count) => ({ call, error, skip, count }))),
  );
}

interface Tally {
  readonly found: Findings;
  happened: number;
  slowestMs: number;
  /** Writes that failed after the fault was over, by what the fault was. */
  readonly stuck: string[];
  /** Under which faults a vault was called damaged or set aside as such. */
  readonly takenForDamaged: string[];
}

/**
 * ST-05: fsync of files and folders, rename, link, open, read, write and unlink fail while a vault is made and while it
 * is written. What was not kept is never acknowledged, the old state stays, no vault is taken for damaged, the failure is
 * told within 2 s, and when the fault is over the next write works.
 */
export async function tellIoErrors(size: CheckSize): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-errors-'));
  const tally: Tally = { found: new Findings(), happened: 0, slowestMs: 0, stuck: [], takenForDamaged: [] };
  try {
    const library = compileC('faulty-io', 'library', folder);
    await withWriter(async (writer) => {
      for (const [at, fault] of faults[size].entries())
        for (const isNew of [true, false])
          await tryFault({ writer, library, folder: join(folder, `${at}-${isNew}`), isNew }, fault, tally);
    });
    const { found, happened, slowestMs, stuck, takenForDamaged } = tally;
    return {
      figure:
        `${found.looks} runs, ${happened} with a fault, ${found.words}; slowest answer ` +
        `${Math.round(slowestMs)} ms; ${stuck.length} stuck afterwards${named(stuck)}; ` +
        `${takenForDamaged.length} taken for damaged${named(takenForDamaged)}`,
      passed:
        found.areNone &&
        stuck.length + takenForDamaged.length === 0 &&
        slowestMs <= longestMs &&
        found.failures > 0 &&
        happened > 3,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function named(faults: readonly string[]): string {
  return faults.length > 0 ? `: ${faults.slice(0, 5)}` : '';
}

interface Scene {
  readonly writer: string;
  readonly library: string;
  readonly folder: string;
  /** Whether the vault is made under the fault. */
  readonly isNew: boolean;
}

async function tryFault(scene: Scene, fault: Fault, tally: Tally): Promise<void> {
  const { writer, library, folder, isNew } = scene;
  const keys = new AcknowledgedKeys(fault.call === 'read');
  const mark = `${folder}-happened`;
  const plan = { folder, commits: commitsEach, goesOn: true };
  if (!isNew) await writeByPlan(writer, { ...plan, seed: 1 }, keys);
  const number = constants.errno[fault.error];
  const run = await writeByPlan(writer, { ...plan, seed: 2 }, keys, {
    LD_PRELOAD: library,
    KEYFOB_FAULT_FOLDER: folder,
    KEYFOB_FAULT_MARK: mark,
    KEYFOB_FAULT: `${fault.call}:${number}:${fault.skip}:${fault.count}`,
  });
  if (existsSync(mark)) tally.happened += 1;
  tally.slowestMs = Math.max(tally.slowestMs, run.openedMs, keys.slowestFailureMs);
  const words = `${fault.call} ${fault.error} ${fault.skip}:${fault.count} ${isNew ? 'new' : 'old'}`;
  const failuresBefore = keys.failures;
  const again = await writeByPlan(writer, { ...plan, seed: 3 }, keys);
  if (again.state !== 'open' || keys.failures > failuresBefore) tally.stuck.push(words);
  const isSetAside = readdirSync(folder).some((name) => name.includes('.damaged-'));
  if (run.state === 'damaged' || isSetAside) tally.takenForDamaged.push(words);
  await tally.found.look(folder, keys);
}
