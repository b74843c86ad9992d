import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';
import { holds, manyKeys, type StoreRig, withStore } from './store-rig.ts';

interface Tally {
  flips: number;
  told: number;
  /** Nothing was told, and every key was as stored: SQLite keeps nothing in that byte. */
  harmless: number;
  wrong: number;
  crashes: number;
}

/**
 * ST-06: single bytes of a small vault and single bits of a large one change. Each change is told, or every key is as it was;
 * no start crashes and no wrong text is read.
 */
export async function findBitRot(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const random = seededRandom(seed);
  const small = await withStore((rig) => flipBytes(rig, size === 'full' ? 1 : 301, random));
  const large = await withStore((rig) => flipBits(rig, size === 'full' ? 10_000 : 30, random));
  return {
    figure: `every byte of 50 keys: ${describe(small)}; bits of 1,000 keys: ${describe(large)} (seed ${seed})`,
    passed: [small, large].every(({ told, wrong, crashes }) => told > 0 && wrong + crashes === 0),
  };
}

async function flipBytes(rig: StoreRig, stride: number, random: () => number): Promise<Tally> {
  const keys = manyKeys(50);
  const whole = await fill(rig, keys);
  const tally = newTally();
  for (let at = Math.floor(random() * stride); at < whole.length; at += stride)
    await flip(rig, whole, at, 1 + Math.floor(random() * 255), keys, tally);
  return tally;
}

async function flipBits(rig: StoreRig, flips: number, random: () => number): Promise<Tally> {
  const keys = manyKeys(1_000);
  const whole = await fill(rig, keys);
  const tally = newTally();
  for (let i = 0; i < flips; i++) {
    const at = Math.floor(random() * whole.length);
    await flip(rig, whole, at, 1 << Math.floor(random() * 8), keys, tally);
  }
  return tally;
}

/**
 * Stores the keys, and leaves in place of the backup one of its name that is damaged: so the start stops at damage
 * instead of mending it, and makes no new backup.
 */
async function fill(rig: StoreRig, keys: Record<string, string>): Promise<Buffer> {
  await rig.store(keys);
  const vault = rig.vault();
  await vault.open();
  const [backup] = await vault.backups();
  vault.close();
  rig.keepSeen();
  rmSync(rig.backups, { recursive: true });
  mkdirSync(rig.backups);
  writeFileSync(join(rig.backups, `${backup?.id}.db`), 'damaged');
  return readFileSync(rig.file);
}

async function flip(
  rig: StoreRig,
  whole: Buffer,
  at: number,
  mask: number,
  keys: Record<string, string>,
  tally: Tally,
): Promise<void> {
  const changed = Buffer.from(whole);
  changed.writeUInt8((changed[at] ?? 0) ^ mask, at);
  writeFileSync(rig.file, changed);
  rig.restoreSeen();
  tally.flips += 1;
  try {
    const start = await rig.start();
    const isWrong = Object.entries(start.keys ?? {}).some(([id, json]) => keys[id] !== json);
    if (isWrong) tally.wrong += 1;
    else if (start.isTold) tally.told += 1;
    else if (holds(start, keys)) tally.harmless += 1;
    else tally.wrong += 1;
  } catch {
    tally.crashes += 1;
  }
}

function newTally(): Tally {
  return { flips: 0, told: 0, harmless: 0, wrong: 0, crashes: 0 };
}

function describe({ flips, told, harmless, wrong, crashes }: Tally): string {
  return `${flips} changed, ${told} told, ${harmless} without effect, ${wrong} unnoticed or wrong, ${crashes} crashes`;
}
