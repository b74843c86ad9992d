import { type FSWatcher, watch } from 'node:fs';

/** An editor that saves writes, renames and removes several files within this time. */
const quietMs = 300;

/**
 * Calls `run` when something in a folder was changed and it is quiet again. Where the system cannot watch (Linux limits how
 * many watches there are) it is never called.
 */
export class FolderWatch {
  readonly #folder: string;
  readonly #makeFolder: () => Promise<unknown>;
  readonly #run: () => void;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** @param makeFolder makes it where it is missing: nothing can be watched that is not there */
  constructor(folder: string, makeFolder: () => Promise<unknown>, run: () => void) {
    this.#folder = folder;
    this.#makeFolder = makeFolder;
    this.#run = run;
  }

  async start(): Promise<void> {
    await this.#makeFolder();
    if (this.#isStopped) return;
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, () => this.#changed());
      this.#watcher.on('error', () => this.#changed());
    } catch {
      this.#watcher = null;
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#settle(), quietMs);
    this.#timer.unref();
  }

  /** The folder itself may have been replaced, and a watch stays with the one that it was made for. */
  async #settle(): Promise<void> {
    this.#watcher?.close();
    await this.start();
    if (!this.#isStopped) this.#run();
  }
}
