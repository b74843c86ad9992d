import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
  /** Starts that found no key, or an older one than was last stored, or than the newest backup of a damaged vault held. */
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
  const [folder, stateFolder] = [join(root, 'data'), join(root, 'state')];
  const total = { kills, recovered: 0, lost: 0, badBackups: 0 };
  const heard = new Set<string>();
  let before = '';
  for (let i = 0; i < kills; i++) {
    if (i % 2 === 1) {
      before = await newestBackup(folder, join(root, 'side'));
      damageVault(folder);
    }
    const stored = new Set<string>();
    let isTimed = false;
    const command = [process.execPath, maker, folder, stateFolder, `${seed + i}`];
    await runWriter<MakerLine>(command, (line, child) => {
      if (line.line === 'stored') stored.add(line.value);
      // The first kill comes when there are backups.
      if (isTimed || (i === 0 && stored.size < 3)) return;
      isTimed = true;
      setTimeout(() => child.kill('SIGKILL'), random() * 250);
    });
    const found = await lookAt(folder, stateFolder);
    // What was there before the process, unless it stored more; the kill may have cut off the word of the last one.
    const newest = [...stored].at(-1) ?? before;
    const isFound =
      found.value === newest || (found.value !== '' && !heard.has(found.value) && !stored.has(found.value));
    if (isFound) total.recovered += 1;
    else total.lost += 1;
    for (const value of [...stored, found.value]) heard.add(value);
    before = found.value;
    total.badBackups += found.badBackups;
  }
  return total;
}

async function lookAt(folder: string, stateFolder: string) {
  const named = readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.db')).length;
  const listed = await new SqliteVault(folder, new FakeKeyring()).backups();
  return { value: await valueIn(folder, stateFolder), badBackups: named - listed.length };
}

async function valueIn(folder: string, stateFolder: string): Promise<string> {
  const vault = new SqliteVault(folder, new FakeKeyring(), stateFolder);
  await vault.open();
  const key = await vault.read('key', 'key');
  vault.close();
  return key.ok ? (key.value ?? '') : '';
}

/** What a vault that comes from the newest backup has to hold. */
async function newestBackup(folder: string, side: string): Promise<string> {
  const [newest] = await new SqliteVault(folder, new FakeKeyring()).backups();
  rmSync(side, { recursive: true, force: true });
  mkdirSync(side, { mode: 0o700 });
  copyFileSync(join(folder, 'backups', `${newest?.id}.db`), join(side, 'vault.db'));
  return await valueIn(side, side);
}

function damageVault(folder: string): void {
  const file = join(folder, 'vault.db');
  writeFileSync(file, readFileSync(file).subarray(0, 5_000));
  rmSync(`${file}-wal`, { force: true });
}
