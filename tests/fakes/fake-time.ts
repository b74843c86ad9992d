import type { Clock, Timer } from '#core/ports';

/**
 * A clock that stands still until it is moved, and the timers that hang on it. `advance` runs what falls due in order and
 * lets promises settle in between; `sleep` lets time pass without timers, as a sleeping computer does; `jump` sets the
 * wall clock alone.
 */
export class FakeTime implements Clock, Timer {
  #nowMs: number;
  #elapsedMs = 0;
  /** Time that timers count; it stands still while the computer sleeps. */
  #timerMs = 0;
  #timers: { readonly atMs: number; readonly run: () => void }[] = [];

  constructor(nowMs = Date.UTC(2026, 5, 1, 9)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#timerMs + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#timerMs + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(Math.max(0, next.atMs - this.#timerMs));
      next.run();
      await settle();
    }
    this.#move(endMs - this.#timerMs);
    await settle();
  }

  /** Time passes without running a timer. */
  sleep(ms: number): void {
    this.#nowMs += ms;
    this.#elapsedMs += ms;
  }

  /** Sets the wall clock. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  #move(ms: number): void {
    this.#nowMs += ms;
    this.#elapsedMs += ms;
    this.#timerMs += ms;
  }
}

/** Lets everything that waits for promises go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
