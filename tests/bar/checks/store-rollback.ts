import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, CheckSize } from '../check-result.ts';
import { type Start, type StoreRig, withStore } from './store-rig.ts';

const isWarned = ({ opening }: Start) => opening.state === 'open' && opening.isOlder === true;

interface Tally {
  restored: number;
  warned: number;
  /** Warned again at the next start, though the older vault has more commits than the newer one by then. */
  stillWarned: number;
  accepted: number;
  falseAlarms: number;
}

/**
 * CR-18: the whole folder, and the vault file alone, as it was from one to all commits ago. Each is warned of, at every
 * start, until it is accepted; the newest state never is.
 */
export async function warnOfRollback(size: CheckSize): Promise<CheckResult> {
  const commits = size === 'full' ? 100 : 5;
  const tally: Tally = { restored: 0, warned: 0, stillWarned: 0, accepted: 0, falseAlarms: 0 };
  await withStore(async (rig) => {
    const copies: (() => void)[] = [];
    for (let n = 0; n <= commits; n++) {
      await rig.store({ key: `${n}` });
      copies.push(rig.copyFolder());
    }
    for (const [n, restore] of copies.slice(0, -1).entries())
      for (const what of ['folder', 'file'] as const)
        await rollBack(rig, { restore, newest: copies.at(-1), what, ahead: commits - n }, tally);
  });
  const { restored, warned, stillWarned, accepted, falseAlarms } = tally;
  return {
    figure:
      `${restored} older vaults, 1 to ${commits} commits back: ${warned} warned of, ${stillWarned} also after more ` +
      `commits than were lost, ${accepted} quiet once accepted; ${falseAlarms} false alarms`,
    passed: [warned, stillWarned, accepted].every((count) => count === restored) && falseAlarms === 0,
  };
}

interface Case {
  readonly restore: () => void;
  readonly newest: (() => void) | undefined;
  readonly what: 'folder' | 'file';
  /** Commits that the restored vault lacks. */
  readonly ahead: number;
}

async function rollBack(rig: StoreRig, { restore, newest, what, ahead }: Case, tally: Tally): Promise<void> {
  newest?.();
  rmSync(rig.stateFolder, { recursive: true, force: true });
  if ((await rig.start()).isTold || (await rig.start()).isTold) tally.falseAlarms += 1;
  if (what === 'folder') restore();
  else restoreFileOnly(rig, restore, newest);
  tally.restored += 1;
  if (isWarned(await rig.start())) tally.warned += 1;
  await outgrow(rig, ahead);
  if (isWarned(await rig.start())) tally.stillWarned += 1;
  const vault = rig.vault();
  await vault.open();
  await vault.acceptOlder();
  vault.close();
  if (!(await rig.start()).isTold) tally.accepted += 1;
}

/** The newest folder, with only its vault from the older one. */
function restoreFileOnly(rig: StoreRig, restore: () => void, newest: (() => void) | undefined): void {
  const older = join(rig.stateFolder, 'older.db');
  restore();
  cpSync(rig.file, older);
  newest?.();
  cpSync(older, rig.file);
}

async function outgrow(rig: StoreRig, commits: number): Promise<void> {
  const vault = rig.vault();
  await vault.open();
  for (let n = 0; n <= 2 * commits; n++) await vault.commit([{ put: 'token', id: 'key', json: `${n}` }]);
  vault.close();
}
