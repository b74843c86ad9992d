import { KeyStorage } from '#app/key-storage';
import type { ApiKey, KeyId } from '#core/api-key';
import { Secret } from '#core/secret';
import type { Token } from '#core/token';
import { sampleKey } from '../../fakes/sample-key.ts';
import type { Account } from '../../simulation/account.ts';
import { MemoryVault } from '../../simulation/memory-vault.ts';
import { startedAtMs } from '../../simulation/service-fleet.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const sizes = { full: 10_000, reduced: 300 };
const mostParallel = 8;
const allWithinMs = 600_000;
const lifeMs = 3_600_000;

/**
 * SC-07: keys of one host that all expire within a second, when the app starts. Through the product's own queue: few requests
 * at once, what expires first is asked first, and all are done in time against a service that takes 50 ms.
 */
export async function tameHerd(size: CheckSize): Promise<CheckResult> {
  const keys = sizes[size];
  const vault = new MemoryVault();
  const keyfob = new SimulatedKeyfob({ seed: 1, vault: () => vault });
  const { time, fleet } = keyfob;
  const order: number[] = [];
  fleet.onAsked = ({ index }) => void order.push(index);
  const realStartMs = Date.now();
  try {
    await fillVault(keyfob, new KeyStorage(vault, time), keys);
    await keyfob.app.start();
    let seconds = 0;
    for (; order.length < keys && seconds < 2_000; seconds += 1) await time.advance(1_000);
    await time.advance(1_000);
    const usable = keyfob.app.snapshot().keys.filter(({ token }) => token.state === 'fresh').length;
    const jumps = order.filter(
      (index, at) => at > 0 && rankOf(index, keys) < rankOf(order[at - 1] ?? 0, keys),
    );
    const realS = (Date.now() - realStartMs) / 1000;
    return {
      figure:
        `${keys} keys of one host that expire within a second: ${fleet.mostParallel} requests at once, ${jumps.length} out of order, ` +
        `${usable} usable after ${seconds} s of virtual time at 50 ms a request (${realS.toFixed(0)} s of real time), ` +
        `${order.length} requests`,
      passed:
        fleet.mostParallel <= mostParallel &&
        jumps.length === 0 &&
        usable === keys &&
        order.length === keys &&
        seconds * 1000 <= allWithinMs &&
        realS * 1000 <= allWithinMs,
    };
  } finally {
    await keyfob.stop();
  }
}

/** The place of an account in the order of expiry, which is not that of the records. */
function rankOf(index: number, keys: number): number {
  // 7919 is a prime that divides no number of keys here, so that no two have the same place.
  return (index * 7919) % keys;
}

/** As the last run of the app left it: tokens that have half a minute left. */
async function fillVault(keyfob: SimulatedKeyfob, storage: KeyStorage, keys: number): Promise<void> {
  for (let at = 0; at < keys; at += 1) {
    const account = keyfob.fleet.open({ host: 'one.example', lifetimeS: lifeMs / 1000 });
    const key = keyOf(account);
    await storage.addKey(key, { clientSecret: new Secret('a-secret') });
    const expiresAtMs = startedAtMs + 30_000 + rankOf(at, keys) / 20;
    const token: Token = {
      value: new Secret(`old-${at}`),
      obtainedAtMs: expiresAtMs - lifeMs,
      expiresAtMs,
      lifetimeSource: 'relative',
      tokenType: 'Bearer',
      outputs: [],
    };
    await storage.saveToken(key.id, token, {});
  }
}

function keyOf(account: Account): ApiKey {
  const { name, presetId, fields } = account.draft();
  const { clientSecret: _, ...open } = fields;
  const id = `00000000-0000-4000-8000-${String(account.index).padStart(12, '0')}` as KeyId;
  const addedAtMs = startedAtMs - lifeMs;
  return sampleKey({ id, name, presetId, fields: open, createdAtMs: addedAtMs, addedAtMs });
}
