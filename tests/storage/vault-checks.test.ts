import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../bar/check-result.ts';
import { findLiteralKeys } from '../bar/checks/crypto-literal-keys.ts';
import { neverRepeatNonces } from '../bar/checks/crypto-nonces.ts';
import { swapAndReplay } from '../bar/checks/crypto-swaps.ts';
import { tamperAtRandom } from '../bar/checks/crypto-tampers.ts';
import { outliveKeyrings } from '../bar/checks/keyring-changes.ts';
import { keepModes } from '../bar/checks/storage-permissions.ts';
import { ignoreEnvironment } from '../bar/checks/storage-syscalls.ts';
import { measureWrites } from '../bar/checks/storage-write-volume.ts';
import { canTrace } from './trace-writer.ts';

async function expectPassed(check: Promise<CheckResult>): Promise<void> {
  const { figure, passed } = await check;
  console.log(figure);
  expect(passed, figure).toBe(true);
}

describe.runIf(process.platform === 'linux')('the files of the vault', { timeout: 60_000 }, () => {
  it('belong to the user alone, and no others are used (ST-09)', () => expectPassed(keepModes('reduced')));
  it('take little writing for a renewed token (ST-15)', () => expectPassed(measureWrites('reduced')));
  it.skipIf(!canTrace)('are written the same way in any environment (ST-11, needs strace)', () =>
    expectPassed(ignoreEnvironment()),
  );
});

describe('the encryption of the vault', { timeout: 60_000 }, () => {
  it('notices flipped bits (CR-09)', () => expectPassed(tamperAtRandom('reduced')));
  it('notices swaps and replays (CR-10)', () => expectPassed(swapAndReplay()));
  it('never repeats a nonce (CR-11)', () => expectPassed(neverRepeatNonces('reduced')));
  it('outlives its keyring (CR-07, CR-08)', () => expectPassed(outliveKeyrings()));
  it('has no key in the source (CR-20)', () => expectPassed(findLiteralKeys()));
});
