import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until there is an answer; after `timeoutMs` it throws `Timed out: <what>`. */
export async function waitUntil<T>(
  what: string | (() => string),
  timeoutMs: number,
  ask: () => T | undefined | Promise<T | undefined>,
  everyMs = 10,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= deadlineMs) {
      throw new Error(`Timed out after ${timeoutMs} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await wait(everyMs);
  }
}
