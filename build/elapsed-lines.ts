/** Where progress goes: stderr in scripts, an array in tests. */
export type Log = (line: string) => void;

/** Prints one line now and one every 15 s while `work` runs, so that a long download never looks dead. */
export async function withElapsedLines<T>(label: string, log: Log, work: () => Promise<T>): Promise<T> {
  const startedAtMs = Date.now();
  log(`${label} …`);
  const timer = setInterval(() => {
    log(`${label} … ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
  }, 15_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
