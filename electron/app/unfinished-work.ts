/** Work that must not be cut off: what it fetched would be lost. A lock and a quit wait for it. */
export class UnfinishedWork {
  readonly #running = new Set<Promise<unknown>>();

  /** Does the work and remembers it until it is over. */
  during<T>(work: () => Promise<T>): Promise<T> {
    const done = work();
    const ended = done
      .catch(() => {})
      .then(() => {
        this.#running.delete(ended);
      });
    this.#running.add(ended);
    return done;
  }

  get isAny(): boolean {
    return this.#running.size > 0;
  }

  /** Resolves when all of it is over, also what began meanwhile. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
