import { describe, expect, it } from 'vitest';
import { fillDisks } from '../bar/checks/storage-disk-full.ts';
import { tellIoErrors } from '../bar/checks/storage-io-errors.ts';
import { cutPower } from '../bar/checks/storage-power-cuts.ts';
import { surviveShortWrites } from '../bar/checks/storage-short-writes.ts';
import { hasCompiler } from './compile-c.ts';
import { canMount } from './mounts.ts';

/** What the check says on the console and to the test. */
async function expectPassed(check: Promise<{ figure: string; passed: boolean }>): Promise<void> {
  const { figure, passed } = await check;
  console.log(figure);
  expect(passed, figure).toBe(true);
}

describe.skipIf(!hasCompiler)(
  'with faults between Keyfob and the disk (needs gcc)',
  { timeout: 60_000 },
  () => {
    it('short writes damage nothing (ST-04)', () => expectPassed(surviveShortWrites('reduced')));
    it('errors of the disk are told and nothing is lost (ST-05)', () =>
      expectPassed(tellIoErrors('reduced')));
  },
);

describe.skipIf(!canMount)('on disks of its own (needs root)', { timeout: 60_000 }, () => {
  it('a full disk is never taken for a success (ST-03)', () => expectPassed(fillDisks('reduced')));
  it.skipIf(!hasCompiler)('a power cut loses nothing (ST-02)', () => expectPassed(cutPower('reduced')));
});
