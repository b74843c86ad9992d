import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killBackups } from '../../kill/kill-backups.ts';
import { seededRandom } from '../../kill/seeded-random.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';
import { holds, type StoreRig, withStore } from './store-rig.ts';

/** What each backup holds, the newest first. */
interface Backup {
  readonly file: string;
  readonly value: string;
}

/**
 * ST-08: the vault is damaged, then the newest backup with it, and so on. The newest whole one is found each time, and no damaged
 * file takes the place of a backup. Then SIGKILL while backups are made and put in place of a damaged vault.
 */
export async function keepBackups(size: CheckSize, seed = Date.now() % 1_000_000): Promise<CheckResult> {
  const random = seededRandom(seed);
  const rounds = size === 'full' ? 100 : 2;
  let [damages, recovered, asked, kept] = [0, 0, 0, 0];
  let fewest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++)
    await withStore(async (rig) => {
      const backups = await makeBackups(rig, i);
      fewest = Math.min(fewest, backups.length);
      for (const [at, { value }] of backups.entries()) {
        for (const { file } of backups.slice(0, at)) damage(file, random);
        damages += 1;
        if (await recovers(rig, value, random)) recovered += 1;
        if (backups.slice(at).every(({ file }) => readFileSync(file).length > 0)) kept += 1;
      }
      for (const { file } of backups) damage(file, random);
      damage(rig.file, random);
      if ((await rig.start()).opening.state === 'locked') asked += 1;
    });
  const kills = await killBackups({ kills: size === 'full' ? 200 : 4, seed });
  return {
    figure:
      `${rounds} vaults with at least ${fewest} backups: ${recovered} of ${damages} recovered from the newest whole one, ` +
      `${kept} with all whole ones left, ${asked} told when none was whole; ${kills.kills} kills: ` +
      `${kills.recovered} recovered, ${kills.lost} lost, ${kills.badBackups} bad backups (seed ${seed})`,
    passed:
      fewest >= 3 &&
      recovered === damages &&
      kept === damages &&
      asked === rounds &&
      kills.recovered > 0 &&
      kills.lost + kills.badBackups === 0,
  };
}

async function makeBackups(rig: StoreRig, round: number): Promise<Backup[]> {
  for (let n = 0; n < 5; n++) await rig.store({ key: `${round}-${n}`, other: 'x'.repeat(3_000) });
  const listed = await rig.vault().backups();
  return listed.map(({ id }, at) => ({ file: join(rig.backups, `${id}.db`), value: `${round}-${4 - at}` }));
}

/** Damages the vault alone, starts, and clears away what was set aside. */
async function recovers(rig: StoreRig, value: string, random: () => number): Promise<boolean> {
  damage(rig.file, random);
  const start = await rig.start();
  for (const file of rig.aside()) rmSync(file);
  return start.isTold && holds(start, { key: value, other: 'x'.repeat(3_000) });
}

function damage(file: string, random: () => number): void {
  const content = readFileSync(file);
  const at = Math.floor(random() * content.length);
  const forms = [
    () => content.subarray(0, at),
    () => Buffer.alloc(content.length),
    () => Buffer.from(content).fill(0xa5, 0, Math.min(200, content.length)),
    () => Buffer.from(content.map(() => Math.floor(random() * 256))),
  ];
  const form = forms[Math.floor(random() * forms.length)];
  if (form !== undefined) writeFileSync(file, form());
}
