import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import type { Clock, Random, Timer } from '#core/ports';

/**
 * The computer's clocks. The uptime counts sleep too, on Linux (CLOCK_BOOTTIME), macOS and Windows alike; the monotonic
 * clock of the engine stands still in it.
 */
export const systemClock: Clock = { nowMs: () => Date.now(), elapsedMs: () => uptime() * 1000 };

/** Node's timers. */
export const systemTimer: Timer = {
  after: (delayMs, run) => {
    const timeout = setTimeout(run, delayMs);
    return () => clearTimeout(timeout);
  },
};

/** Ids from the system's generator; fractions for jitter from the engine's. */
export const systemRandom: Random = { uuid: () => randomUUID(), fraction: () => Math.random() };
