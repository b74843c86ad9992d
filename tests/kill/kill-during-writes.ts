import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import { Secret } from '#core/secret';
import { createCanary } from '../canary/canary.ts';
import { scanFolder } from '../canary/scan-folder.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { AcknowledgedKeys } from './acknowledged-keys.ts';
import { fillVault } from './fill-vault.ts';
import { KilledWriter, type KillMoment } from './killed-writer.ts';
import { withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';
import type { VaultWork } from './vault-works.ts';

/** What {@link runKills} counts; all but `kills`, `acknowledged`, `works` and `cutOff` must be 0 (ST-01, ST-12). */
export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledged: number;
  /** Backups, changes of slots, restores and renewals of the data key that were acknowledged. */
  readonly works: number;
  /** How often a kill came in the middle of each of them. */
  readonly cutOff: Readonly<Record<VaultWork, number>>;
  readonly lostAcks: number;
  readonly halfWritten: number;
  readonly unreadable: number;
  /** Commits and works that failed without a kill. */
  readonly failures: number;
  /** Recovery codes that were acknowledged and open nothing. */
  readonly lostWays: number;
  /** Files with the name of a backup that are not whole. */
  readonly badBackups: number;
  /** Files that a clean start after the last kill did not clear away. */
  readonly strayFiles: number;
  /** Files in which a stored text was found, looked for in whatever the kills left and again after a clean start. */
  readonly readableFiles: number;
}

/** What the kills of ten hit: twice the making of a vault, four times commits, and each work once. */
const aims = [
  'creation',
  'commits',
  'backup',
  'commits',
  'slots',
  'creation',
  'commits',
  'restore',
  'commits',
  'renewal',
] as const;
type Aim = (typeof aims)[number];

const moments = {
  creation: { after: 'opening', withinMs: 25 },
  commits: { after: 'ready', withinMs: 250 },
} as const;
/** Names of what is only there while something is written. */
const temporaryName = /creating|tmp|-journal$|-wal$|-shm$/;

/** What to do: how often, where (an empty folder), and the seed of all that is random. */
export interface KillPlan {
  readonly kills: number;
  readonly folder: string;
  readonly seed: number;
  /** Records of the vault that is written when the first kill comes. */
  readonly records?: number;
}

/**
 * Kills a writing process at random moments, a fifth of the times while it makes the vault and two fifths while it changes it as
 * a whole, and after each compares what this process finds in the vault with what the other acknowledged.
 */
export function runKills(plan: KillPlan): Promise<KillReport> {
  return withWriter((program) => runKillsOf(new KilledWriter(program, seededRandom(plan.seed)), plan));
}

async function runKillsOf(writer: KilledWriter, plan: KillPlan): Promise<KillReport> {
  const { kills, folder, seed, records = 0 } = plan;
  const total = { acknowledged: 0, lostAcks: 0, halfWritten: 0, unreadable: 0, failures: 0 };
  let [lostWays, badBackups, readableFiles] = [0, 0, 0];
  const lasting = new AcknowledgedKeys();
  const canary = createCanary('a stored text');
  await fillVault(join(folder, 'lasting'), records / 2, lasting);
  for (let i = 0; i < kills; i++) {
    const aim: Aim = aims[i % aims.length] ?? 'commits';
    const target = join(folder, aim === 'creation' ? `new-${i}` : 'lasting');
    const keys = aim === 'creation' ? new AcknowledgedKeys() : lasting;
    const before = { count: keys.count, failures: keys.failures };
    const writing = { folder: target, seed: seed + i, maxKeys: records / 2 + 400, canary: canary.text };
    const wasCut = await writer.run(keys, { ...writing, ...workOf(aim) }, momentOf(aim, writer));
    if (i % 20 === 1) readableFiles += scanFolder(target, [canary]).hits.length;
    const found = await keys.compare(target, aim === 'restore' && wasCut);
    total.acknowledged += keys.count - before.count;
    total.failures += keys.failures - before.failures;
    total.lostAcks += found.lostAcks;
    total.halfWritten += found.halfWritten;
    total.unreadable += found.unreadable;
    if (workOf(aim).work === undefined) continue;
    if (!(await isKnown(target, writer.code))) lostWays += 1;
    badBackups += await countBadBackups(target);
    clearSetAside(target);
  }
  total.failures += writer.failures;
  readableFiles += scanFolder(folder, [canary]).hits.length;
  const { works, cutOff } = writer;
  const strayFiles = countStrays(folder);
  return { seed, kills, ...total, works, cutOff, lostWays, badBackups, strayFiles, readableFiles };
}

function workOf(aim: Aim): { readonly work?: VaultWork } {
  return aim === 'creation' || aim === 'commits' ? {} : { work: aim };
}

function momentOf(aim: Aim, writer: KilledWriter): KillMoment {
  return aim === 'creation' || aim === 'commits' ? moments[aim] : writer.during(aim);
}

/** Whether the recovery code that was told last opens the vault. */
async function isKnown(folder: string, code: string | null): Promise<boolean> {
  if (code === null) return true;
  const vault = new SqliteVault(folder, new FakeKeyring());
  return (await vault.confirm({ with: 'recovery', secret: new Secret(code) })).ok;
}

async function countBadBackups(folder: string): Promise<number> {
  const whole = await new SqliteVault(folder, new FakeKeyring()).backups();
  return readdirSync(join(folder, 'backups')).length - whole.length;
}

/** What a restore set aside would fill the disk after some hundred of them. */
function clearSetAside(folder: string): void {
  for (const name of readdirSync(folder)) if (name.includes('set-aside')) rmSync(join(folder, name));
}

/** Each comparison was a clean start and a clean end. */
function countStrays(folder: string): number {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((path) => temporaryName.test(path))
    .length;
}
