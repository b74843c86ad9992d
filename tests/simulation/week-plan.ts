import type { Account, AccountTraits, Mood } from './account.ts';
import { oneOf } from './lifetime-mix.ts';
import type { ServiceFleet } from './service-fleet.ts';

/** What a key's service is like over the week. */
export type Nature = 'good' | 'slow' | 'flaky' | 'broken' | 'refused' | 'lying';

/** A service changes its mind, by the time that never jumps. */
interface Turn {
  readonly account: Account;
  readonly atMs: number;
  readonly mood: Mood;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Lifetimes in seconds, and of a thousand keys how many have them. */
const lives: readonly (readonly [lifetimeS: number, of1000: number])[] = [
  [60, 4],
  [120, 4],
  [300, 50],
  [900, 100],
  [1_800, 150],
  [3_600, 360],
  [21_600, 150],
  [43_200, 182],
];
/** Presets whose services say at most an hour. */
const hourlyPresets = ['ibm-iam', 'ibm-dbaas'];
const presets = ['oauth2', 'oauth2', 'celerdata', 'layar', 'oauth2-refresh-token', ...hourlyPresets];
const natures: readonly (readonly [nature: Nature, of1000: number])[] = [
  ['good', 780],
  ['slow', 30],
  ['flaky', 100],
  ['broken', 20],
  ['refused', 20],
  ['lying', 50],
];

/** Who is asked during the week, and what happens to them: all by one seed. */
export class WeekPlan {
  readonly #natures = new Map<Account, Nature>();
  readonly #upSinceMs = new Map<Account, number>();
  readonly #turns: Turn[] = [];
  readonly #random: () => number;

  constructor(fleet: ServiceFleet, keys: number, weekMs: number, random: () => number) {
    this.#random = random;
    for (let at = 0; at < keys; at += 1) {
      // Each list is gone through in another order, so that natures, lives and presets mix.
      const nature = entryAt(natures, (at * 617) % 1_000);
      const account = fleet.open(this.#traits(at, nature));
      this.#natures.set(account, nature);
      this.#upSinceMs.set(account, Number.NEGATIVE_INFINITY);
      this.#planOutages(account, nature, weekMs);
    }
    this.#turns.sort((a, b) => a.atMs - b.atMs);
  }

  natureOf(account: Account): Nature {
    return this.#natures.get(account) ?? 'good';
  }

  /** Since when it is up; null while it is not. */
  upSinceMs(account: Account): number | null {
    return account.mood === 'up' ? (this.#upSinceMs.get(account) ?? 0) : null;
  }

  /** Lets the services be as they are at this time, which only grows. */
  apply(nowMs: number): void {
    for (let next = this.#turns[0]; next !== undefined && next.atMs <= nowMs; next = this.#turns[0]) {
      this.#turns.shift();
      next.account.mood = next.mood;
      if (next.mood === 'up') this.#upSinceMs.set(next.account, nowMs);
    }
  }

  #traits(at: number, nature: Nature): Partial<AccountTraits> {
    const lifetimeS = entryAt(lives, (at * 331 + 500) % 1_000);
    const fitting = presets.filter((id) => lifetimeS <= 3_600 || !hourlyPresets.includes(id));
    // A failed answer to a refresh token is in doubt and waits for the user: such keys have services that can be reached.
    const isReached = nature === 'good' || nature === 'slow';
    const choice = isReached ? fitting : fitting.filter((id) => id !== 'oauth2-refresh-token');
    const traits = {
      presetId: choice[at % choice.length] ?? 'oauth2',
      host: `h${at % 90}.example`,
      lifetimeS,
    };
    if (nature === 'slow') return { ...traits, host: `slow${at}.example`, latencyMs: 5_000 };
    if (nature !== 'lying') return { ...traits, latencyMs: 20 + (at % 9) * 40 };
    // Half of them name an end that does not hold, half name none.
    const lie = { ...traits, presetId: 'oauth2', truth: 0.4 + this.#random() * 0.5 };
    return at % 2 === 0 ? lie : { ...lie, lifetimeS: 3_600, tells: 'nothing' };
  }

  #planOutages(account: Account, nature: Nature, weekMs: number): void {
    const random = this.#random;
    const fromMs = hourMs + random() * (weekMs / 2);
    if (nature === 'refused') this.#out(account, fromMs, weekMs, 'refusing');
    if (nature === 'broken')
      this.#out(account, fromMs, weekMs, oneOf(['failing', 'down', 'hanging'], random));
    if (nature !== 'flaky') return;
    // It sleeps most of the week, so that most outages are not noticed.
    for (let atMs = fromMs / 4; atMs < weekMs; atMs += 3 * hourMs + random() * 9 * hourMs) {
      const lastsMs = 5 * minuteMs + random() * 85 * minuteMs;
      account.retryAfterS = Math.round(30 + random() * 570);
      this.#out(account, atMs, atMs + lastsMs, oneOf(['failing', 'down', 'hanging', 'limiting'], random));
    }
  }

  #out(account: Account, fromMs: number, toMs: number, mood: Mood): void {
    this.#turns.push({ account, atMs: fromMs, mood }, { account, atMs: toMs, mood: 'up' });
  }
}

function entryAt<T>(list: readonly (readonly [T, number])[], place: number): T {
  let left = place;
  for (const [entry, share] of list) {
    if (left < share) return entry;
    left -= share;
  }
  throw new Error('the shares must add up to 1000');
}

/**
 * How often an ideal client asks that renews at 80 % of each lifetime while the computer is awake, and at once when it wakes later
 * than that.
 *
 * @param awake stretches of time in their order
 */
export function leastRequests(lifetimeS: number, awake: readonly { fromMs: number; toMs: number }[]): number {
  let requests = 0;
  let dueMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of awake) {
    for (let atMs = Math.max(fromMs, dueMs); atMs < toMs; atMs = dueMs) {
      requests += 1;
      dueMs = atMs + 0.8 * lifetimeS * 1000;
    }
  }
  return requests;
}
