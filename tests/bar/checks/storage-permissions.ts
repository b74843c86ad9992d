import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import { withWriter } from '../../kill/run-writer.ts';
import { canTrace, traceWriter } from '../../storage/trace-writer.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const umasks = [0o000, 0o022, 0o077];

/**
 * ST-09: whatever the umask, the folder is 0700 and every file in it 0600, from the moment it is made (read from the
 * system calls, temporary files and backups included); wide modes are repaired; a link, a pipe, a folder or a file of
 * somebody else in the vault's place is refused and stays as it is.
 */
export async function keepModes(size: CheckSize): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-modes-'));
  const isTraced = size === 'full' || canTrace;
  const wide: string[] = [];
  let created = 0;
  try {
    await withWriter(async (writer) => {
      for (const umask of umasks) {
        const vault = join(folder, `umask-${umask}`, 'data');
        created += await createUnder(umask, { writer, vault, isTraced }, wide);
        for (const path of [vault, ...below(vault)]) chmodSync(path, statSync(path).mode | 0o044);
        await open(vault);
        wide.push(...wideModes(vault));
      }
    });
    const taken = await placesTaken(folder);
    return {
      figure:
        `${umasks.length} umasks, ${created} creations watched, ${wide.length} wide modes${listed(wide)}; ` +
        `${taken.tried} strangers in the vault's place, ${taken.accepted.length} accepted${listed(taken.accepted)}`,
      passed: wide.length + taken.accepted.length === 0 && (created > 6 || !isTraced) && taken.tried >= 4,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? '' : ` (${texts.slice(0, 3).join('; ')})`;
}

/** Makes and writes a vault under this umask; gives the number of creations that were watched. */
async function createUnder(
  umask: number,
  { writer, vault, isTraced }: { writer: string; vault: string; isTraced: boolean },
  wide: string[],
): Promise<number> {
  mkdirSync(join(vault, '..'));
  const before = process.umask(umask);
  try {
    if (!isTraced) {
      await open(vault);
      wide.push(...wideModes(vault));
      return 0;
    }
    const plan = { folder: vault, seed: 1, commits: 5 };
    const { calls } = await traceWriter(writer, plan, join(vault, '../trace'));
    // SQLite names a mode also where it opens a file that is there.
    const creations = calls
      .filter(({ text }) => /O_CREAT|mkdir/.test(text))
      .filter(({ path }, at, all) => all.findIndex((other) => other.path === path) === at);
    wide.push(...creations.filter(({ text }) => !/, 0[67]00\)/.test(text)).map(({ text }) => text));
    wide.push(...wideModes(vault));
    return creations.length;
  } finally {
    process.umask(before);
  }
}

function below(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).map((name) => join(folder, name));
}

function wideModes(folder: string): string[] {
  return [folder, ...below(folder)].filter((path) => (statSync(path).mode & 0o077) !== 0);
}

async function open(folder: string): Promise<string> {
  const vault = new SqliteVault(folder, new FakeKeyring());
  const opening = await vault.open();
  if (opening.state === 'open') await vault.commit([{ put: 'key', id: 'a', json: '{}' }]);
  vault.close();
  return opening.state === 'open' ? 'open' : opening.reason;
}

/** What may stand where the vault belongs, and must not be used. */
const strangers: Readonly<Record<string, (file: string, copy: string) => void>> = {
  'a link to a vault': (file, copy) => symlinkSync(copy, file),
  'a link to nothing': (file, copy) => symlinkSync(`${copy}-nothing`, file),
  'a pipe': (file) => execFileSync('mkfifo', [file]),
  'a folder': (file) => mkdirSync(file),
  ...(process.getuid?.() === 0
    ? {
        'a file of somebody else': (file: string, copy: string) => {
          copyFileSync(copy, file);
          chownSync(file, 65_534, 65_534);
        },
      }
    : {}),
};

async function placesTaken(folder: string): Promise<{ tried: number; accepted: string[] }> {
  const accepted: string[] = [];
  for (const [name, put] of Object.entries(strangers)) {
    const vault = join(folder, name.replaceAll(' ', '-'));
    await open(vault);
    const [file, copy] = [join(vault, 'vault.db'), join(folder, `${name}.db`)];
    renameSync(file, copy);
    rmSync(join(vault, 'backups'), { recursive: true, force: true });
    const before = readFileSync(copy);
    put(file, copy);
    const state = await open(vault);
    if (state !== 'unusableFile' || !readFileSync(copy).equals(before)) accepted.push(`${name}: ${state}`);
  }
  return { tried: Object.keys(strangers).length, accepted };
}
