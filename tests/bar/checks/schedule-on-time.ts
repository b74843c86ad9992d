import type { Account } from '../../simulation/account.ts';
import { addMix, type LifetimeMix, mixInWords, oneOf } from '../../simulation/lifetime-mix.ts';
import { SimulatedKeyfob } from '../../simulation/simulated-keyfob.ts';
import { Tally } from '../../simulation/tally.ts';
import type { CheckResult, CheckSize } from '../check-result.ts';

const dayMs = 86_400_000;
const handOutEveryMs = 10_000;
const downForMs = 600_000;
const minute = 60;
const hour = 60 * minute;

/** Few keys with very short lives: one of 60 s is exchanged as often as a thousand of 12 h. */
const mixes: Readonly<Record<CheckSize, { readonly mix: LifetimeMix; readonly days: number }>> = {
  full: {
    days: 30,
    mix: [
      [60, 1],
      [120, 1],
      [5 * minute, 4],
      [15 * minute, 10],
      [hour, 54],
      [6 * hour, 200],
      [24 * hour, 730],
    ],
  },
  reduced: {
    days: 0.5,
    mix: [
      [60, 1],
      [5 * minute, 2],
      [hour, 15],
      [24 * hour, 12],
    ],
  },
};

/** Watches each renewal from the service's side. */
class Renewals {
  inTime = 0;
  late = 0;
  readonly #keyfob: SimulatedKeyfob;
  /** End of the newest token, and whether the service was there since. */
  readonly #known = new Map<Account, { readonly endMs: number; readonly issuedAtMs: number }>();
  readonly #lastDownAtMs = new Map<string, number>();

  constructor(keyfob: SimulatedKeyfob) {
    this.#keyfob = keyfob;
    keyfob.fleet.onAsked = (account) => this.#asked(account);
  }

  noteDown(account: Account): void {
    this.#lastDownAtMs.set(account.traits.host, this.#keyfob.time.elapsedMs());
  }

  /** A renewal is in time while the token that it replaces has the promised validity left: 60 s, at most half its life. */
  #asked(account: Account): void {
    if (account.mood !== 'up') return;
    const nowMs = this.#keyfob.time.elapsedMs();
    const lifeMs = account.traits.lifetimeS * 1000;
    const before = this.#known.get(account);
    this.#known.set(account, { endMs: nowMs + lifeMs, issuedAtMs: nowMs });
    if (before === undefined) return;
    const downAtMs = this.#lastDownAtMs.get(account.traits.host) ?? Number.NEGATIVE_INFINITY;
    if (downAtMs >= before.issuedAtMs) return;
    if (before.endMs - nowMs >= Math.min(60_000, lifeMs / 2)) this.inTime += 1;
    else this.late += 1;
  }
}

/**
 * SC-01: keys of many lifetimes for days, one host in ten down for ten minutes a day. No expired token is handed out, and
 * while a service is there its tokens are renewed before they have less validity than is promised.
 */
export async function renewOnTime(size: CheckSize, seed = Date.now()): Promise<CheckResult> {
  const { mix, days } = mixes[size];
  const keyfob = await SimulatedKeyfob.start({ seed });
  const startedAtMs = Date.now();
  try {
    await keyfob.call('settings.update', { unusedAfterDays: null });
    const renewals = new Renewals(keyfob);
    await addMix(keyfob, mix, (at) => ({ host: `h${at % 100}.example`, latencyMs: 20 + (at % 7) * 30 }));
    const tally = new Tally();
    for (let day = 0; day < days; day += 1)
      await live(keyfob, renewals, tally, Math.min(1, days - day) * dayMs);
    const requests = keyfob.fleet.accounts.reduce((sum, { asked }) => sum + asked.length, 0);
    const all = renewals.inTime + renewals.late;
    const share = all === 0 ? 0 : renewals.inTime / all;
    const seconds = Math.round((Date.now() - startedAtMs) / 1000);
    return {
      figure:
        `${keyfob.fleet.accounts.length} keys (${mixInWords(mix)}), ${days} virtual days in ${seconds} s, seed ${seed}: ${requests} requests, ` +
        `${tally.handedOut} hand-outs, ${tally.expired} expired, ${tally.waited} waited; ${(share * 100).toFixed(3)} % of ` +
        `${all} renewals before the margin${tally.faults.map((fault) => `; ${fault}`).join('')}`,
      passed: tally.expired === 0 && share >= 0.999 && all > 0,
    };
  } finally {
    await keyfob.stop();
  }
}

async function live(keyfob: SimulatedKeyfob, renewals: Renewals, tally: Tally, ms: number): Promise<void> {
  const { time, fleet, random } = keyfob;
  const down = fleet.accounts.filter(({ traits }) => /^h\d*7\./.test(traits.host));
  const downFromMs = random() * (ms - downForMs);
  for (let atMs = 0; atMs < ms; atMs += handOutEveryMs) {
    const isDown = atMs >= downFromMs && atMs < downFromMs + downForMs;
    for (const account of down) {
      account.mood = isDown ? 'down' : 'up';
      if (isDown) renewals.noteDown(account);
    }
    const asked = keyfob.handOut(oneOf(fleet.accounts, random));
    void asked.then((handed) => tally.count(handed, () => `after ${time.elapsedMs()} ms`));
    await time.advance(handOutEveryMs);
  }
}
