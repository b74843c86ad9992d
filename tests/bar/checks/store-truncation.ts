import { randomFillSync } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { CheckResult, CheckSize } from '../check-result.ts';
import { holds, manyKeys, type StoreRig, withStore } from './store-rig.ts';

const pageBytes = 4_096;

/**
 * ST-07: the vault cut to every length, filled with zeros or garbage, or without one of its pages. The newest backup takes
 * its place and the damaged file is set aside as it was; without a backup nothing is touched and Keyfob asks.
 */
export async function surviveTruncation(size: CheckSize): Promise<CheckResult> {
  const keys = manyKeys(3);
  return withStore(async (rig) => {
    await rig.store(keys);
    const whole = readFileSync(rig.file);
    const damages = damagesOf(whole, size === 'full' ? 1 : 1_201);
    let recovered = 0;
    for (const damaged of damages) if (await recovers(rig, damaged, keys)) recovered += 1;
    rmSync(rig.backups, { recursive: true });
    const alone = damages.filter((_, i) => i % (size === 'full' ? 50 : 5) === 0);
    let asked = 0;
    for (const damaged of alone) if (await asks(rig, damaged)) asked += 1;
    return {
      figure:
        `${damages.length} damaged files of up to ${whole.length} bytes: ${recovered} replaced by the backup and set ` +
        `aside as they were; without a backup ${asked} of ${alone.length} left alone and told`,
      passed: recovered === damages.length && asked === alone.length,
    };
  });
}

function damagesOf(whole: Buffer, stride: number): Buffer[] {
  const pages = Array.from({ length: whole.length / pageBytes }, (_, i) => i * pageBytes);
  const lengths = Array.from({ length: Math.ceil(whole.length / stride) }, (_, i) => i * stride);
  return [
    ...lengths.map((length) => whole.subarray(0, length)),
    whole.subarray(0, whole.length - 1),
    ...pages.map((at) => Buffer.concat([whole.subarray(0, at), whole.subarray(at + pageBytes)])),
    // A page that holds nothing but zeros may be a page that never held anything: only the first is always damage.
    Buffer.from(whole).fill(0, 0, pageBytes),
    Buffer.alloc(whole.length),
    randomFillSync(Buffer.alloc(whole.length)),
    Buffer.concat([whole.subarray(0, 100), randomFillSync(Buffer.alloc(whole.length - 100))]),
  ];
}

async function recovers(rig: StoreRig, damaged: Buffer, keys: Record<string, string>): Promise<boolean> {
  writeFileSync(rig.file, damaged);
  const start = await rig.start();
  const aside = rig.aside();
  const isKept = aside.length === 1 && aside.every((file) => readFileSync(file).equals(damaged));
  for (const file of aside) rmSync(file);
  const isFromBackup = start.opening.state === 'open' && start.opening.isFromBackup === true;
  return isKept && isFromBackup && holds(start, keys);
}

async function asks(rig: StoreRig, damaged: Buffer): Promise<boolean> {
  writeFileSync(rig.file, damaged);
  const { opening } = await rig.start();
  const isTold = opening.state === 'locked' && opening.reason === 'damaged';
  return isTold && rig.aside().length === 0 && readFileSync(rig.file).equals(damaged);
}
