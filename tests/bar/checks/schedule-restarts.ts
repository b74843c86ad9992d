import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { SqliteVault } from '#adapters/sqlite-vault';
import { FakeKeyring } from '../../fakes/fake-keyring.ts';
import type { Account, Mood } from '../../simulation/account.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import { Tally } from '../../simulation/tally.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const minuteMs = 60_000;
const sizes = {
  full: { starts: 50, keys: 20 },
  reduced: { starts: 50, keys: 2 },
};

/** Keys before the storm: what their services did until then, what they do in it, and how long their tokens live. */
interface Sort {
  readonly name: string;
  readonly before: Mood;
  readonly during: Mood;
  readonly lifetimeS: number;
}

const sorts: readonly Sort[] = [
  { name: 'fresh', before: 'up', during: 'up', lifetimeS: 86_400 },
  { name: 'expired', before: 'up', during: 'up', lifetimeS: 1800 },
  { name: 'expired and failing', before: 'up', during: 'failing', lifetimeS: 1800 },
  { name: 'failing', before: 'failing', during: 'failing', lifetimeS: 3600 },
  { name: 'limited', before: 'limiting', during: 'limiting', lifetimeS: 3600 },
  { name: 'hanging', before: 'hanging', during: 'hanging', lifetimeS: 3600 },
  { name: 'not reached', before: 'down', during: 'down', lifetimeS: 3600 },
  { name: 'refused', before: 'refusing', during: 'refusing', lifetimeS: 3600 },
  { name: 'never fetched', before: 'down', during: 'up', lifetimeS: 3600 },
];

/** SC-08: fifty starts in five minutes on a real vault. No key is asked for more than once in any minute of them. */
export async function restartOften(size: CheckSize, seed = Date.now()): Promise<CheckResult> {
  const { starts, keys } = sizes[size];
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-restarts-'));
  const keyring = new FakeKeyring();
  const keyfob = new SimulatedKeyfob({ seed, vault: () => new SqliteVault(folder, keyring) });
  const { time, fleet } = keyfob;
  try {
    const sortOf = await liveBefore(keyfob, keys);
    const tally = new Tally();
    const stormAtMs = time.elapsedMs();
    for (let start = 0; start < starts; start += 1) {
      await keyfob.restart();
      for (const account of fleet.accounts)
        if (sortOf(account).during === 'up' && account.index % 4 === start % 4)
          void keyfob.handOut(account).then((handed) => tally.count(handed));
      await time.advance((5 * minuteMs) / starts);
      await turn();
    }
    const most = new Map<string, number>();
    for (const account of fleet.accounts) {
      const { name } = sortOf(account);
      // What finds no network asks nobody.
      const busiest = account.mostWithin(minuteMs, ({ atMs, mood }) => atMs >= stormAtMs && mood !== 'down');
      most.set(name, Math.max(most.get(name) ?? 0, busiest));
    }
    const figures = [...most].map(([name, count]) => `${name} ${count}`).join(', ');
    return {
      figure:
        `${starts} starts in 5 min with ${fleet.accounts.length} keys on a vault on disk, seed ${seed}; most requests of a key in any ` +
        `minute: ${figures}; ${tally.handedOut} hand-outs, ${tally.expired} expired`,
      passed: [...most.values()].every((count) => count <= 1) && tally.expired === 0 && tally.handedOut > 0,
    };
  } finally {
    await keyfob.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An hour of ordinary life, and one in which nothing runs. */
async function liveBefore(keyfob: SimulatedKeyfob, keys: number): Promise<(account: Account) => Sort> {
  const { time, fleet } = keyfob;
  const sortOf = ({ index }: Account) => sorts[Math.floor(index / keys)] as Sort;
  await keyfob.app.start();
  for (let at = 0; at < sorts.length * keys; at += 1) {
    const account = fleet.open({ host: `h${at}.example` });
    const { before, lifetimeS } = sortOf(account);
    account.traits = { ...account.traits, lifetimeS };
    account.mood = before;
    await keyfob.add(account);
  }
  await time.advance(60 * minuteMs);
  await keyfob.app.stop();
  time.sleep(60 * minuteMs);
  for (const account of fleet.accounts) account.mood = sortOf(account).during;
  return sortOf;
}
