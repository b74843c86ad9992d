import { setImmediate as turn } from 'node:timers/promises';
import type { Clock, Timer } from '#core/ports';

/** A timer that waits. Cancelled ones stay in the heap without their task until their time comes. */
interface Waiting {
  readonly atMs: number;
  readonly serial: number;
  run: (() => void) | null;
}

/**
 * Time for long simulations: what FakeTime does, with a heap of timers and one turn of the event loop after each, in which
 * every promise settles that waits for promises only. What waits for a thread or a socket does not.
 */
export class VirtualTime implements Clock, Timer {
  #nowMs: number;
  #elapsedMs = 0;
  #timerMs = 0;
  #serial = 0;
  #pending = 0;
  readonly #heap: Waiting[] = [];

  constructor(nowMs = Date.UTC(2026, 5, 1, 9)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  get pendingTimers(): number {
    return this.#pending;
  }

  after(delayMs: number, run: () => void): () => void {
    this.#serial += 1;
    this.#pending += 1;
    const waiting: Waiting = { atMs: this.#timerMs + Math.max(0, delayMs), serial: this.#serial, run };
    this.#push(waiting);
    return () => {
      if (waiting.run !== null) this.#pending -= 1;
      waiting.run = null;
    };
  }

  /** A promise that is kept when this time has passed. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#timerMs + ms;
    await turn();
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= endMs; next = this.#heap[0]) {
      this.#pop();
      const { run } = next;
      if (run === null) continue;
      next.run = null;
      this.#pending -= 1;
      this.#move(Math.max(0, next.atMs - this.#timerMs));
      run();
      await turn();
    }
    this.#move(endMs - this.#timerMs);
    await turn();
  }

  /** Time passes without running a timer, as while the computer sleeps. */
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

  #push(waiting: Waiting): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt] as Waiting;
      if (isFirst(parent, waiting)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = waiting;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Waiting;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      const right = heap[childAt + 1];
      if (right !== undefined && isFirst(right, heap[childAt] as Waiting)) childAt += 1;
      const child = heap[childAt];
      if (child === undefined || isFirst(last, child)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = last;
  }
}

function isFirst(a: Waiting, b: Waiting): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.serial < b.serial);
}
