import type { Account } from './account.ts';
import { oneOf } from './lifetime-mix.ts';
import { type HandedOut, SimulatedKeyfob } from './simulated-keyfob.ts';
import { Tally } from './tally.ts';
import { leastRequests, WeekPlan } from './week-plan.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Awake and asleep by turns: 8 h and 16 h a day. */
const dayPlan = [
  { awakeMs: 4 * hourMs, asleepMs: 3 * hourMs },
  { awakeMs: 4 * hourMs, asleepMs: 13 * hourMs },
];
/** A service that is back counts as up when the longest pause after a failure is over. */
const settledAfterMs = 10 * minuteMs;

/** How large a simulated week is. */
export interface WeekSize {
  readonly keys: number;
  readonly days: number;
  /** Time between two hand-outs. Milliseconds. */
  readonly stepMs: number;
  readonly seed: number;
}

/** A week of a laptop with many keys; see tests/bar/checks/simulated-week.ts for what is asked of it. */
export class Week {
  readonly keyfob: SimulatedKeyfob;
  readonly plan: WeekPlan;
  readonly tally = new Tally();
  /** Hand-outs whose service was up and had been for a while; how many waited, and how many got nothing. */
  readonly whileUp = { all: 0, waited: 0, none: 0 };
  readonly done = { reports: 0, jumps: 0, sleeps: 0, restarts: 0 };
  readonly #awake: { fromMs: number; toMs: number }[] = [];
  readonly #days: number;
  readonly #stepMs: number;
  #jumpedByMs = 0;

  constructor({ keys, days, stepMs, seed }: WeekSize) {
    this.#days = days;
    this.#stepMs = stepMs;
    this.keyfob = new SimulatedKeyfob({ seed });
    this.plan = new WeekPlan(this.keyfob.fleet, keys, days * 24 * hourMs, this.keyfob.random);
  }

  async run(): Promise<void> {
    const { app, fleet, events, time } = this.keyfob;
    await app.start();
    for (const account of fleet.accounts) await this.keyfob.add(account);
    for (let day = 0; day < this.#days; day += 1) {
      for (const { awakeMs, asleepMs } of dayPlan) {
        await this.#live(awakeMs);
        if (day === this.#days - 1 && asleepMs > 6 * hourMs) break;
        this.done.sleeps += 1;
        const isTold = this.keyfob.random() < 0.7;
        if (isTold) events.tell('suspend');
        time.sleep(asleepMs);
        if (this.keyfob.random() < 0.3) this.#jump();
        if (isTold) events.tell('resume');
      }
    }
    await time.advance(minuteMs);
  }

  /** Requests to keys whose services were up all the time, and the least number that would do. */
  requests(): { readonly made: number; readonly least: number; readonly all: number } {
    const { accounts } = this.keyfob.fleet;
    const good = accounts.filter((account) => ['good', 'slow'].includes(this.plan.natureOf(account)));
    return {
      made: good.reduce((sum, { asked }) => sum + asked.length, 0),
      least: good.reduce((sum, { traits }) => sum + leastRequests(traits.lifetimeS, this.#awake), 0),
      all: accounts.reduce((sum, { asked }) => sum + asked.length, 0),
    };
  }

  async #live(awakeMs: number): Promise<void> {
    const { time, fleet, random } = this.keyfob;
    const fromMs = time.elapsedMs();
    const restartAtMs = fromMs + random() * awakeMs;
    let isRestarted = random() < 0.5;
    // Right after it wakes, before any timer.
    for (let n = 0; n < fleet.accounts.length / 100; n += 1) void this.#use(oneOf(fleet.accounts, random));
    for (let passedMs = 0; passedMs < awakeMs; passedMs += this.#stepMs) {
      this.plan.apply(time.elapsedMs());
      if (random() < this.#stepMs / (3 * hourMs)) this.#jump();
      if (!isRestarted && time.elapsedMs() > restartAtMs) isRestarted = await this.#restart();
      void this.#use(oneOf(fleet.accounts, random));
      await time.advance(this.#stepMs);
    }
    this.#awake.push({ fromMs, toMs: time.elapsedMs() });
  }

  /** Sets the clock wrong, or right again; keys are used in the same instant. */
  #jump(): void {
    const { time, fleet, random } = this.keyfob;
    const sizes = [
      minuteMs,
      10 * minuteMs,
      hourMs,
      24 * hourMs,
      -minuteMs,
      -10 * minuteMs,
      -hourMs,
      -24 * hourMs,
    ];
    const byMs = this.#jumpedByMs === 0 ? oneOf(sizes, random) : -this.#jumpedByMs;
    this.#jumpedByMs += byMs;
    this.done.jumps += 1;
    time.jump(byMs);
    for (let n = 0; n < 5; n += 1) void this.#use(oneOf(fleet.accounts, random));
  }

  /** Between requests: one that is under way when a program ends leaves its refresh token in doubt, which another check is about. */
  async #restart(): Promise<boolean> {
    if (this.keyfob.fleet.underWay > 0) return false;
    this.done.restarts += 1;
    await this.keyfob.restart();
    return true;
  }

  async #use(account: Account): Promise<void> {
    const upSinceMs = this.plan.upSinceMs(account);
    const isUp = upSinceMs !== null && this.keyfob.time.elapsedMs() - upSinceMs >= settledAfterMs;
    const handed = await this.keyfob.handOut(account);
    this.tally.count(handed, () => this.#when());
    if (isUp && account.mood === 'up') this.#countWhileUp(handed);
    // The user's program is refused; half of the users say so.
    if (handed.fate !== 'diedEarly' || this.keyfob.random() < 0.5) return;
    this.done.reports += 1;
    await this.keyfob.call('tokens.reportRefused', { keyId: this.keyfob.idOf(account) });
  }

  #countWhileUp({ fate, waitedMs }: HandedOut): void {
    this.whileUp.all += 1;
    if (fate === 'none') this.whileUp.none += 1;
    else if (waitedMs > 0) this.whileUp.waited += 1;
  }

  #when(): string {
    const { time } = this.keyfob;
    return `after ${(time.elapsedMs() / hourMs).toFixed(3)} h, clock wrong by ${this.#jumpedByMs / 1000} s,`;
  }
}
