import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCanary } from '../canary/canary.ts';
import { scanFolder } from '../canary/scan-folder.ts';
import { AcknowledgedKeys } from './acknowledged-keys.ts';
import { fillVault } from './fill-vault.ts';
import { runWriter, withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';
import type { WriterLine, WriterPlan } from './writer-lines.ts';

/** What {@link runKills} counts; all but `kills` and `acknowledged` must be 0 (ST-01, ST-12). */
export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledged: number;
  readonly lostAcks: number;
  readonly halfWritten: number;
  readonly unreadable: number;
  /** Files that a clean start after the last kill did not clear away. */
  readonly strayFiles: number;
  /** Files in which a stored text was found, looked for in whatever the kills left and again after a clean start. */
  readonly readableFiles: number;
}

/** When the kill comes: up to so long after this line of the writer. */
interface KillMoment {
  readonly after: WriterLine['line'];
  readonly withinMs: number;
}

/** Kills during the making of a vault, with a new folder each time, and between and during commits. */
const duringCreation: KillMoment = { after: 'opening', withinMs: 25 };
const duringWrites: KillMoment = { after: 'opened', withinMs: 250 };
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
 * Kills a writing process at random moments, a fifth of the times while it makes the vault, and after each compares what
 * this process finds in the vault with what the other acknowledged.
 */
export function runKills(plan: KillPlan): Promise<KillReport> {
  return withWriter((writer) => runKillsOf(writer, plan));
}

async function runKillsOf(writer: string, plan: KillPlan): Promise<KillReport> {
  const { kills, folder, seed, records = 0 } = plan;
  const random = seededRandom(seed);
  const total = { acknowledged: 0, lostAcks: 0, halfWritten: 0, unreadable: 0 };
  const lasting = new AcknowledgedKeys();
  const canary = createCanary('a stored text');
  let readableFiles = 0;
  await fillVault(join(folder, 'lasting'), records / 2, lasting);
  for (let i = 0; i < kills; i++) {
    const isCreation = i % 5 === 0;
    const target = join(folder, isCreation ? `new-${i}` : 'lasting');
    const keys = isCreation ? new AcknowledgedKeys() : lasting;
    const moment = isCreation ? duringCreation : duringWrites;
    const countBefore = keys.count;
    const maxKeys = records / 2 + 400;
    const writing: WriterPlan = { folder: target, seed: seed + i, maxKeys, canary: canary.text };
    await runWriter([process.execPath, writer, JSON.stringify(writing)], (line, child) => {
      keys.take(line);
      if (line.line === moment.after) setTimeout(() => child.kill('SIGKILL'), random() * moment.withinMs);
    });
    if (i % 20 === 1) readableFiles += scanFolder(target, [canary]).hits.length;
    const found = await keys.compare(target);
    total.acknowledged += keys.count - countBefore;
    total.lostAcks += found.lostAcks;
    total.halfWritten += found.halfWritten;
    total.unreadable += found.unreadable;
  }
  readableFiles += scanFolder(folder, [canary]).hits.length;
  return { seed, kills, ...total, strayFiles: countStrays(folder), readableFiles };
}

/** Each comparison was a clean start and a clean end. */
function countStrays(folder: string): number {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((path) => temporaryName.test(path))
    .length;
}
