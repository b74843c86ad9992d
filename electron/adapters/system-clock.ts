import { randomUUID } from 'node:crypto';
import type { Clock, Random, Timer } from '#core/ports';

/** The computer's wall clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };

/** Node's timers. */
export const systemTimer: Timer = {
  after: (delayMs, run) => {
    const timeout = setTimeout(run, delayMs);
    return () => clearTimeout(timeout);
  },
};

/** Ids from the system's generator; fractions for jitter from the engine's. */
export const systemRandom: Random = { uuid: () => randomUUID(), fraction: () => Math.random() };
