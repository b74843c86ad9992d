import type { Account, Mood } from '../account.ts';
import { SimulatedKeyfob } from '../simulated-keyfob.ts';
import { ExpectedKey } from './expected-key.ts';

const secondMs = 1_000;
/** What a call may take: a service that hangs is given up after 30 s, and four requests share a host. */
const patienceMs = 70 * secondMs;
/** Time that goes on is looked at so often. */
const judgedEveryMs = 300 * secondMs;
/** After this the app has looked at the clock once, however the computer slept. */
const tickMs = 31 * secondMs;

/** The model: what is known of all keys, and of the computer. */
export interface Expected {
  readonly keys: readonly ExpectedKey[];
  isScreenLocked: boolean;
  refreshesWhileLocked: boolean;
  isNetworkUp: boolean;
  /** When the world was last disturbed: a sleep, a start, a clock change, an end of a pause. By the time that never jumps. */
  disturbedAtMs: number;
}

/** A new model of keys that are not stored yet. */
export function expectedOf(accounts: readonly Account[]): Expected {
  return {
    keys: accounts.map((account) => new ExpectedKey(account)),
    isScreenLocked: false,
    refreshesWhileLocked: true,
    isNetworkUp: true,
    disturbedAtMs: 0,
  };
}

/** The real thing, and what is done with it. */
export class SchedulerWorld {
  readonly keyfob: SimulatedKeyfob;
  readonly expected: Expected;

  private constructor(keyfob: SimulatedKeyfob, expected: Expected) {
    this.keyfob = keyfob;
    this.expected = expected;
    keyfob.fleet.onAsked = (account) => expected.keys[account.index]?.asked(this.nowMs);
  }

  static async start(lifetimesS: readonly number[], seed: number): Promise<SchedulerWorld> {
    const keyfob = await SimulatedKeyfob.start({ seed });
    const accounts = lifetimesS.map((lifetimeS) => keyfob.fleet.open({ lifetimeS }));
    return new SchedulerWorld(keyfob, expectedOf(accounts));
  }

  get nowMs(): number {
    return this.keyfob.time.elapsedMs();
  }

  /** Waits for what somebody asked for. */
  async patiently<T>(answer: Promise<T>): Promise<T> {
    let done = false;
    void answer.finally(() => {
      done = true;
    });
    const endMs = this.nowMs + patienceMs;
    await this.keyfob.time.advance(0);
    while (!done && this.nowMs < endMs) await this.keyfob.time.advance(secondMs / 4);
    if (!done) throw new Error('never answered');
    return answer;
  }

  /** Time goes on, and what is owed is there at its end. */
  async pass(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= judgedEveryMs) {
      await this.keyfob.time.advance(Math.min(leftMs, judgedEveryMs));
      this.judge();
    }
  }

  /** A computer that nothing disturbed keeps every token fresh that is to be kept so. */
  judge(): void {
    for (const key of this.expected.keys) {
      if (this.nowMs - this.expected.disturbedAtMs < tickMs || !this.expected.isNetworkUp) continue;
      if (!key.isOwed(this.nowMs)) continue;
      const leftMs = this.#newestEndMs(key.account) - this.nowMs;
      const owedMs = Math.min(60_000, (key.account.traits.lifetimeS * secondMs) / 2);
      if (leftMs < owedMs - secondMs)
        key.faults.push(this.#words(key, `only ${leftMs} ms are left of its token`));
    }
  }

  /** Takes a token and judges it by who issued it. */
  async handOut(key: ExpectedKey): Promise<void> {
    const { nowMs } = this;
    const mustWork = this.expected.isNetworkUp && !key.isRefused && key.isSettled(nowMs);
    const mustBeThere = mustWork && key.isOwed(nowMs) && nowMs - this.expected.disturbedAtMs >= tickMs;
    key.use();
    const asked = this.keyfob.app.tokens.handOut(this.keyfob.idOf(key.account), 'person');
    const handed = await this.patiently(asked);
    const waitedMs = this.nowMs - nowMs;
    key.needIsOver();
    this.judgeToken(key, handed.ok ? handed.value.token.reveal() : null, mustWork);
    if (mustBeThere && waitedMs > 0) key.faults.push(this.#words(key, `a hand-out waited ${waitedMs} ms`));
  }

  /** @param token what somebody got; null: nothing */
  judgeToken(key: ExpectedKey, token: string | null, mustBeThere: boolean): void {
    if (token === null) {
      if (mustBeThere) key.faults.push(this.#words(key, 'nothing was handed out although its service is up'));
      return;
    }
    const fate = this.keyfob.fleet.fateOf(token);
    if (fate !== 'alive') key.faults.push(this.#words(key, `handed out a token that is ${fate}`));
    if (key.dead.has(token))
      key.faults.push(this.#words(key, 'handed out a token again that was taken back'));
  }

  /** The service of a key changes its mind. */
  setMood(key: ExpectedKey, mood: Mood): void {
    const before = key.account.mood;
    key.account.mood = mood;
    const wasUnreachable = before === 'down' || before === 'hanging' || !this.expected.isNetworkUp;
    key.setUp(mood === 'up' && this.expected.isNetworkUp, wasUnreachable, this.nowMs);
  }

  setNetwork(isUp: boolean, isTold: boolean): void {
    const { keyfob, expected } = this;
    expected.isNetworkUp = isUp;
    keyfob.fleet.isNetworkUp = isUp;
    for (const key of expected.keys) key.setUp(isUp && key.account.mood === 'up', true, this.nowMs);
    if (isTold) keyfob.events.tell(isUp ? 'online' : 'offline');
    if (isUp) this.disturb(1);
  }

  /** Something happened after which each key may be asked for so many times out of its rhythm. */
  disturb(requests: number): void {
    this.expected.disturbedAtMs = this.nowMs;
    for (const key of this.expected.keys) key.excuse(requests, this.nowMs);
  }

  /** Whether background renewals rest follows from the screen and the setting. */
  setLocked(isLocked: boolean): void {
    const { expected } = this;
    expected.isScreenLocked = isLocked;
    const isPaused = isLocked && !expected.refreshesWhileLocked;
    for (const key of expected.keys) key.isPaused = isPaused;
    if (!isPaused) this.disturb(1);
  }

  /** The token that the service gave last for a key. */
  newest(account: Account): string | null {
    return this.keyfob.fleet.newest.get(account) ?? null;
  }

  get faults(): readonly string[] {
    return this.expected.keys.flatMap(({ faults }) => faults);
  }

  #newestEndMs(account: Account): number {
    const issued = this.keyfob.fleet.issued.get(this.newest(account) ?? '');
    return issued === undefined ? Number.NEGATIVE_INFINITY : Math.min(issued.saidEndMs, issued.diesAtMs);
  }

  #words(key: ExpectedKey, what: string): string {
    return `key ${key.account.index} after ${(this.nowMs / secondMs).toFixed(3)} s: ${what}`;
  }
}
