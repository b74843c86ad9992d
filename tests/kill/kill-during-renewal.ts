import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteVault } from '#adapters/sqlite-vault';
import { canOpenAny, dataKeyOf } from '../adapters/vault-data-key.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { AcknowledgedKeys } from './acknowledged-keys.ts';
import { fillVault } from './fill-vault.ts';
import { runWriter, withWriter } from './run-writer.ts';
import { seededRandom } from './seeded-random.ts';

interface RenewingLine {
  readonly line: 'opened' | 'renewed' | 'failed';
}

/** What {@link runRenewalKills} counts; from `failed` on all must be 0 (CR-17). */
export interface RenewalReport {
  readonly kills: number;
  /** Kills after which the vault had its new key. */
  readonly renewed: number;
  readonly failed: number;
  readonly lost: number;
  readonly unreadable: number;
  /** Times that a file under the former key was left after the next clean start. */
  readonly formerKeyOnDisk: number;
  /** Whether the former key was in the memory of a process that had renewed it. */
  readonly formerKeyInMemory: number;
}

/** Kills a process that renews the data key of a vault at random moments of it, and compares what is found after each. */
export function runRenewalKills(
  kills: number,
  records: number,
  folder: string,
  seed: number,
): Promise<RenewalReport> {
  return withWriter((program) => runKillsOf(program, kills, records, folder, seed), 'renewing-vault');
}

async function runKillsOf(program: string, kills: number, records: number, folder: string, seed: number) {
  const random = seededRandom(seed);
  const place = { file: join(folder, 'vault.db'), keyring: new FakeKeyring() };
  const keys = new AcknowledgedKeys();
  const total = { renewed: 0, failed: 0, lost: 0, unreadable: 0, formerKeyOnDisk: 0, formerKeyInMemory: 0 };
  await fillVault(folder, records / 2, keys);
  let longestMs = 0;
  for (let i = 0; i <= kills; i++) {
    const former = await dataKeyOf(place);
    let openedAtMs = 0;
    await runWriter<RenewingLine>([process.execPath, program, folder], ({ line }, child) => {
      const kill = () => child.kill('SIGKILL');
      if (line === 'failed') total.failed += 1;
      if (line === 'opened') openedAtMs = performance.now();
      if (line === 'opened' && i > 0) setTimeout(kill, random() * longestMs);
      if (line === 'renewed' && i === 0) {
        longestMs = (performance.now() - openedAtMs) * 1.1;
        total.formerKeyInMemory += countInMemory(child.pid ?? 0, former);
      }
      if (line !== 'opened') kill();
    });
    const found = await keys.compare(folder);
    total.lost += found.lostAcks + found.halfWritten;
    total.unreadable += found.unreadable;
    // The comparison was a start without a clean end before; this is the next one.
    const vault = new SqliteVault(folder, new FakeKeyring());
    await vault.open();
    vault.close();
    if ((await dataKeyOf(place)).equals(former)) continue;
    total.renewed += 1;
    if (canOpenAny(folder, former)) total.formerKeyOnDisk += 1;
  }
  return { kills, ...total };
}

/** How often these bytes are in the writable memory of a process. */
function countInMemory(pid: number, bytes: Buffer): number {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let count = 0;
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      if (end > start) count += countIn(readRange(memory, start, end), bytes);
    }
  } finally {
    closeSync(memory);
  }
  return count;
}

function readRange(memory: number, start: number, end: number): Buffer {
  const range = Buffer.alloc(Math.min(end - start, 2 ** 30));
  try {
    return range.subarray(0, readSync(memory, range, 0, range.length, start));
  } catch {
    return range.subarray(0, 0);
  }
}

function countIn(memory: Buffer, bytes: Buffer): number {
  let count = 0;
  for (let at = memory.indexOf(bytes); at !== -1; at = memory.indexOf(bytes, at + 1)) count += 1;
  return count;
}
