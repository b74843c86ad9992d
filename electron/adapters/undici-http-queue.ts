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

  async run<T>(host: string, isUrgent: boolean, task: () => Promise<T>): Promise<T> {
    await this.#enter(host, isUrgent);
    try {
      return await task();
    } finally {
      this.#leave(host);
    }
  }

  #enter(host: string, isUrgent: boolean): Promise<void> {
    const running = this.#running.get(host) ?? 0;
    if (running < this.#maximum) {
      this.#running.set(host, running + 1);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const queue = [...(this.#waiting.get(host) ?? []), { isUrgent, start: resolve }];
      this.#waiting.set(
        host,
        // Sorting is stable: among equals the order stays.
        queue.toSorted((a, b) => Number(b.isUrgent) - Number(a.isUrgent)),
      );
    });
  }

  /** Hands the place to the next one, if any. */
  #leave(host: string): void {
    const [next, ...others] = this.#waiting.get(host) ?? [];
    if (others.length > 0) this.#waiting.set(host, others);
    else this.#waiting.delete(host);
    if (next !== undefined) {
      next.start();
      return;
    }
    const running = (this.#running.get(host) ?? 1) - 1;
    if (running > 0) this.#running.set(host, running);
    else this.#running.delete(host);
  }
}
