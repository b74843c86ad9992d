import type { Account } from '../account.ts';

/** When a key is renewed without being asked for. */
export type Mode = 'whileUsed' | 'always' | 'onDemand';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
/** After a clock change, an unlock or a start the app may ask out of its rhythm for this long. */
const excuseMs = 5 * minuteMs;
/** Most requests in an hour to a service that is not up. */
const mostBrokenPerHour = 12;

/**
 * What design.md section 5 and the issue allow for one key, told by what its user did and what its service saw. It knows
 * nothing of how Keyfob decides.
 */
export class ExpectedKey {
  readonly account: Account;
  exists = false;
  mode: Mode = 'whileUsed';
  /** The service refused it, and nobody edited or retried it since. */
  isRefused = false;
  /** Its token was revoked, and nobody needed another one since. */
  isRevoked = false;
  /** Nobody used it for more than a month; `perhaps`: the user had to do with it, but took no token. */
  forgotten: 'no' | 'perhaps' | 'yes' = 'no';
  /** Nothing but the user's need may cause a request while the screen is locked, if the user wants it so. */
  isPaused = false;
  /** Tokens that were revoked, or that the user saw refused. */
  readonly dead = new Set<string>();
  readonly faults: string[] = [];
  /** Since when its service gives tokens; null while it does not. */
  #upSinceMs: number | null = 0;
  #settlesMs = 0;
  #excuses = 0;
  #excusedUntilMs = 0;
  #needs = 0;
  /** The user caused requests to a broken service: these do not count against Keyfob. */
  #causedAtMs: number[] = [];
  #lastAskedAtMs: number | null = null;
  #restsUntilMs = 0;

  constructor(account: Account) {
    this.account = account;
  }

  /** A request may come that nothing else explains, as somebody needs a token now. */
  need(): void {
    this.#needs += 1;
  }

  /** The user had to do with it. */
  touch(): void {
    this.need();
    if (this.forgotten === 'yes') this.forgotten = 'perhaps';
  }

  /** The user takes its token. */
  use(): void {
    this.need();
    this.forgotten = 'no';
  }

  /** Whoever needed one has it, or was told that there is none. */
  needIsOver(): void {
    this.#needs = 0;
  }

  /** So many requests may come out of the rhythm soon. */
  excuse(requests: number, nowMs: number): void {
    this.#excuses = Math.max(this.#excuses, requests);
    this.#excusedUntilMs = nowMs + excuseMs;
  }

  /** The user entered it anew or had it tried again. */
  startAnew(): void {
    this.isRefused = false;
    this.isRevoked = false;
    this.#lastAskedAtMs = null;
  }

  /** Keyfob starts: what was asked for in the minute before is left alone until that is over, however short its tokens live (SC-08). */
  rest(): void {
    this.#restsUntilMs = (this.account.asked.at(-1)?.atMs ?? 0) + minuteMs + secondMs;
  }

  /** Its service is up, or not, from now on. */
  setUp(isUp: boolean, wasUnreachable: boolean, nowMs: number): void {
    if (isUp && this.#upSinceMs === null) {
      this.#upSinceMs = nowMs;
      // The longest pause after a failure; nobody sees from afar that a computer answers again.
      this.#settlesMs = wasUnreachable ? 3 * hourMs : 15 * minuteMs;
    }
    if (!isUp) this.#upSinceMs = null;
  }

  /** Its service gives tokens, and Keyfob had the time to notice. */
  isSettled(nowMs: number): boolean {
    return this.#upSinceMs !== null && nowMs - this.#upSinceMs >= this.#settlesMs;
  }

  /** Everything asks for a renewal in time: no reason to leave the key alone. */
  isOwed(nowMs: number): boolean {
    const isResting = nowMs < this.#restsUntilMs;
    const isLeftAlone = this.isRefused || this.isRevoked || this.isPaused || isResting;
    return (
      this.exists &&
      !isLeftAlone &&
      (this.mode === 'always' || (this.mode === 'whileUsed' && this.forgotten === 'no')) &&
      this.isSettled(nowMs)
    );
  }

  /** The service hears a request. Called before it answers. */
  asked(nowMs: number): void {
    const mood = this.account.asked.at(-1)?.mood ?? 'up';
    const isCaused = this.#needs > 0;
    if (!this.exists) this.#say(nowMs, 'asked for a deleted key');
    const isExcused = nowMs <= this.#excusedUntilMs && this.#excuses > 0;
    if (!isCaused) this.#judgeUncaused(nowMs, isExcused);
    if (mood !== 'up' && isCaused) this.#causedAtMs.push(nowMs);
    if (mood !== 'up') this.#judgeBroken(nowMs);
    if (mood === 'refusing') this.isRefused = true;
    this.#lastAskedAtMs = nowMs;
    this.isRevoked = false;
  }

  #judgeUncaused(nowMs: number, isExcused: boolean): void {
    if (this.isRefused) this.#say(nowMs, 'asked for a refused key');
    if (this.mode === 'onDemand') this.#say(nowMs, 'asked for a key that is on demand');
    if (this.isRevoked) this.#say(nowMs, 'asked after a revocation');
    if (this.mode === 'whileUsed' && this.forgotten === 'yes')
      this.#say(nowMs, 'asked for a key that nobody used for a month');
    if (this.isPaused) this.#say(nowMs, 'asked while the screen is locked');
    if (this.#lastAskedAtMs === null) return;
    if (nowMs - this.#lastAskedAtMs >= this.#leastPauseMs()) return;
    if (isExcused) this.#excuses -= 1;
    else this.#say(nowMs, `asked again after ${nowMs - this.#lastAskedAtMs} ms`);
  }

  /** Between two requests that nobody caused: 0.4 of a lifetime after a token, half a second after a failure, or what was asked for. */
  #leastPauseMs(): number {
    const last = this.account.asked.at(-2);
    const { lifetimeS } = this.account.traits;
    if (last?.mood === 'up') return 0.4 * lifetimeS * secondMs;
    return last?.mood === 'limiting' ? this.account.retryAfterS * secondMs : secondMs / 2;
  }

  #judgeBroken(nowMs: number): void {
    const sinceMs = nowMs - hourMs;
    const all = this.account.asked.filter(({ atMs, mood }) => atMs > sinceMs && mood !== 'up').length;
    const caused = this.#causedAtMs.filter((atMs) => atMs > sinceMs).length;
    // A clock change, a start or the end of a sleep may each cause one more.
    if (all - caused > mostBrokenPerHour + this.#excuses)
      this.#say(nowMs, `${all} requests in an hour while broken`);
  }

  #say(nowMs: number, what: string): void {
    this.faults.push(`key ${this.account.index} after ${(nowMs / secondMs).toFixed(3)} s: ${what}`);
  }
}
