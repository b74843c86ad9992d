/** Bounds of one exchange. */
export interface HttpLimits {
  /** Name, connection, proxy and TLS together, for each way that is tried. */
  readonly connectMs: number;
  readonly headersMs: number;
  readonly wholeMs: number;
  readonly headerBytes: number;
  /** After decompression. */
  readonly bodyBytes: number;
  readonly requestsPerHost: number;
}

/** A token answer is a few KiB and comes within a second; all beyond this is a fault or an attack. */
export const httpLimits: HttpLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  wholeMs: 30_000,
  headerBytes: 16 * 1024,
  bodyBytes: 256 * 1024,
  requestsPerHost: 4,
};

/** An answer grew over its limit while it was read. */
export class AnswerTooLarge extends Error {}

/**
 * Runs a task with a signal that fires after so many milliseconds or together with `outer`. Timer and listener are gone
 * when the task has ended. A timer of its own and not `AbortSignal.timeout`: one that only `AbortSignal.any` refers to
 * can be collected before it fires.
 */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const bound = new AbortController();
  const end = () => bound.abort();
  if (outer?.aborted) end();
  outer?.addEventListener('abort', end);
  const timer = setTimeout(end, ms);
  try {
    return await task(bound.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', end);
  }
}

/** What the promise gives, or a rejection as soon as the signal fires, for what cannot be stopped. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Error('aborted'));
  });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
