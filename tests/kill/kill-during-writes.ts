import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcknowledgedKeys } from './acknowledged-keys.ts';
import { runWriter, withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';
import type { WriterLine } from './writer-lines.ts';

/** What {@link runKills} counts; all but `kills` and `acknowledged` must be 0 (ST-01). */
export interface KillReport {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledged: number;
  readonly lostAcks: number;
  readonly halfWritten: number;
  readonly unreadable: number;
}

/** When the kill comes: up to so long after this line of the writer. */
interface KillMoment {
  readonly after: WriterLine['line'];
  readonly withinMs: number;
}

/** Kills during the making of a vault, with a new folder each time, and between and during commits. */
const duringCreation: KillMoment = { after: 'opening', withinMs: 25 };
const duringWrites: KillMoment = { after: 'opened', withinMs: 250 };

/** What to do: how often, where (an empty folder), and the seed of all that is random. */
export interface KillPlan {
  readonly kills: number;
  readonly folder: string;
  readonly seed: number;
}

/**
 * Kills a writing process at random moments, a fifth of the times while it makes the vault, and after each compares what
 * this process finds in the vault with what the other acknowledged.
 */
export function runKills(plan: KillPlan): Promise<KillReport> {
  return withWriter((writer) => runKillsOf(writer, plan));
}

async function runKillsOf(writer: string, { kills, folder, seed }: KillPlan): Promise<KillReport> {
  const random = seededRandom(seed);
  const total = { acknowledged: 0, lostAcks: 0, halfWritten: 0, unreadable: 0 };
  const lasting = new AcknowledgedKeys();
  for (let i = 0; i < kills; i++) {
    const isCreation = i % 5 === 0;
    const target = join(folder, isCreation ? `new-${i}` : 'lasting');
    const keys = isCreation ? new AcknowledgedKeys() : lasting;
    const moment = isCreation ? duringCreation : duringWrites;
    const countBefore = keys.count;
    const command = [process.execPath, writer, target, `${seed + i}`, keys.ids.join(',')];
    await runWriter(command, (line, child) => {
      keys.take(line);
      if (line.line === moment.after) setTimeout(() => child.kill('SIGKILL'), random() * moment.withinMs);
    });
    const found = await keys.compare(target);
    total.acknowledged += keys.count - countBefore;
    total.lostAcks += found.lostAcks;
    total.halfWritten += found.halfWritten;
    total.unreadable += found.unreadable;
  }
  return { seed, kills, ...total };
}

if (process.argv[1] === import.meta.filename) {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-kills-'));
  const [kills = '200', seed = `${Date.now() % 1_000_000}`] = process.argv.slice(2);
  const report = await runKills({ kills: Number(kills), seed: Number(seed), folder });
  console.log(JSON.stringify(report));
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = report.lostAcks + report.halfWritten + report.unreadable === 0 ? 0 : 1;
}
