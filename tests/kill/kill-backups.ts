import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import type { MakerLine } from './backup-maker.ts';
import { runWriter, withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';

/** What {@link killBackups} counts; `lost` and `badBackups` must be 0. */
export interface BackupKills {
  readonly kills: number;
  /** Starts after which the vault came from a backup, or went on where the kill cut it off. */
  readonly recovered: number;
  /** Starts that found no key, or an older one than the newest backup holds. */
  readonly lost: number;
  /** Files of the name of a backup that are not whole. */
  readonly badBackups: number;
}

/**
 * Kills a process at random moments while it puts a backup in place of a damaged vault and makes new ones. Every second
 * time the vault is damaged before.
 */
export function killBackups({ kills, seed }: { kills: number; seed: number }): Promise<BackupKills> {
  return withWriter(async (maker) => {
    const root = mkdtempSync(join(tmpdir(), 'keyfob-backup-kills-'));
    try {
      return await killAll(maker, root, kills, seed);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }, 'backup-maker');
}

async function killAll(maker: string, root: string, kills: number, seed: number): Promise<BackupKills> {
  const random = seededRandom(seed);
  const folder = join(root, 'data');
  const stateFolder = join(root, 'state');
  const total = { kills, recovered: 0, lost: 0, badBackups: 0 };
  const values: string[] = [];
  for (let i = 0; i < kills; i++) {
    if (i % 2 === 1) damageVault(folder);
    const command = [process.execPath, maker, folder, stateFolder, `${seed + i}`];
    let isTimed = false;
    await runWriter<MakerLine>(command, (line, child) => {
      if (line.line === 'stored') values.push(line.value);
      // The first kill comes when there are backups.
      if (isTimed || (i === 0 && values.length < 3)) return;
      isTimed = true;
      setTimeout(() => child.kill('SIGKILL'), random() * 120);
    });
    const found = await lookAt(folder, stateFolder, values);
    if (found.isFound) total.recovered += 1;
    else total.lost += 1;
    total.badBackups += found.badBackups;
  }
  return total;
}

/** Whether there is one of the newest values: the kill may have cut off a backup, and the vault may come from the one before. */
async function lookAt(folder: string, stateFolder: string, values: readonly string[]) {
  const named = readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.db')).length;
  const vault = new SqliteVault(folder, new FakeKeyring(), stateFolder);
  const listed = await vault.backups();
  await vault.open();
  const key = await vault.read('key', 'key');
  vault.close();
  const value = key.ok ? (key.value ?? '') : '';
  // A value may be stored without the word of it being heard before the kill.
  const isFound = value !== '' && (values.slice(-3).includes(value) || !values.includes(value));
  return { isFound, badBackups: named - listed.length };
}

function damageVault(folder: string): void {
  const file = join(folder, 'vault.db');
  writeFileSync(file, readFileSync(file).subarray(0, 5_000));
  rmSync(`${file}-wal`, { force: true });
}
