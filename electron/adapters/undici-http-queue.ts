import type { HttpRequest } from '#core/ports';

interface Waiting {
  readonly neededAtMs: () => number;
  readonly start: () => void;
}

const now = () => 0;

/**
 * Lets at most so many tasks run at once a host. Of the others what is needed first goes first, equals in the order in which
 * they came.
 */
export class HostQueue {
  readonly #maximum: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Set<Waiting>>();

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** What the task gives, or null when the signal fired before its turn: then it never ran. */
  async run<T>(
    host: string,
    request: Pick<HttpRequest, 'neededAtMs' | 'signal'>,
    task: () => Promise<T>,
  ): Promise<T | null> {
    if (!(await this.#enter(host, request))) return null;
    try {
      return await task();
    } finally {
      this.#leave(host);
    }
  }

  #enter(
    host: string,
    { neededAtMs = now, signal }: Pick<HttpRequest, 'neededAtMs' | 'signal'>,
  ): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    const running = this.#running.get(host) ?? 0;
    if (running < this.#maximum) {
      this.#running.set(host, running + 1);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const queue = this.#waiting.get(host) ?? new Set();
      const giveUp = () => {
        queue.delete(waiting);
        resolve(false);
      };
      const start = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const waiting = { neededAtMs, start };
      signal?.addEventListener('abort', giveUp);
      this.#waiting.set(host, queue.add(waiting));
    });
  }

  /** Hands the place to the next one, if any. */
  #leave(host: string): void {
    const queue = this.#waiting.get(host) ?? new Set();
    const next = neededFirst(queue);
    if (next !== null) {
      queue.delete(next);
      next.start();
      return;
    }
    this.#waiting.delete(host);
    const running = (this.#running.get(host) ?? 1) - 1;
    if (running > 0) this.#running.set(host, running);
    else this.#running.delete(host);
  }
}

function neededFirst(queue: Iterable<Waiting>): Waiting | null {
  let first: Waiting | null = null;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const waiting of queue) {
    const neededMs = waiting.neededAtMs();
    if (first !== null && neededMs >= firstMs) continue;
    first = waiting;
    firstMs = neededMs;
  }
  return first;
}
