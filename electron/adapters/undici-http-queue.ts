interface Waiting {
  readonly isUrgent: boolean;
  readonly start: () => void;
}

/** Lets at most so many tasks run at once a host; the others wait in the order in which they came, urgent ones in front. */
export class HostQueue {
  readonly #maximum: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, readonly Waiting[]>();

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** What the task gives, or null when the signal fired before its turn: then it never ran. */
  async run<T>(
    host: string,
    { urgent = false, signal }: { readonly urgent?: boolean; readonly signal?: AbortSignal },
    task: () => Promise<T>,
  ): Promise<T | null> {
    if (!(await this.#enter(host, urgent, signal))) return null;
    try {
      return await task();
    } finally {
      this.#leave(host);
    }
  }

  #enter(host: string, isUrgent: boolean, signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    const running = this.#running.get(host) ?? 0;
    if (running < this.#maximum) {
      this.#running.set(host, running + 1);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const giveUp = () => {
        this.#setWaiting(host, (queue) => queue.filter((other) => other !== waiting));
        resolve(false);
      };
      const start = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const waiting = { isUrgent, start };
      signal?.addEventListener('abort', giveUp);
      // Sorting is stable: among equals the order stays.
      this.#setWaiting(host, (queue) =>
        [...queue, waiting].toSorted((a, b) => Number(b.isUrgent) - Number(a.isUrgent)),
      );
    });
  }

  /** Hands the place to the next one, if any. */
  #leave(host: string): void {
    const next = this.#waiting.get(host)?.[0];
    if (next !== undefined) {
      this.#setWaiting(host, (queue) => queue.slice(1));
      next.start();
      return;
    }
    const running = (this.#running.get(host) ?? 1) - 1;
    if (running > 0) this.#running.set(host, running);
    else this.#running.delete(host);
  }

  #setWaiting(host: string, change: (queue: readonly Waiting[]) => readonly Waiting[]): void {
    const queue = change(this.#waiting.get(host) ?? []);
    if (queue.length > 0) this.#waiting.set(host, queue);
    else this.#waiting.delete(host);
  }
}
