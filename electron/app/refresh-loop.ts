import type { KeyId } from '#core/api-key';
import { isKeyExpired, type KeyState } from '#core/key-state';
import type { Clock, Timer } from '#core/ports';
import { jitterOf, longestSleepMs, refreshAtMs } from '#core/refresh-policy';
import type { SystemEvents } from '#core/system-events';
import { isFromTheFuture } from '#core/token';
import type { AppState } from './app-state.ts';

interface Needs {
  readonly state: AppState;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly events: SystemEvents;
  readonly renew: (id: KeyId) => void;
  /** Called on every look at the clock, at least every 30 s: for what else depends on time. */
  readonly onTick: () => void;
}

const shortestPauseMs = 250;
/** Longest `Retry-After` that is honoured: a retry further away than this was planned on another clock. */
const longestRetryMs = 86_400_000;

/**
 * The one timer of the app. Deadlines are wall-clock instants that are compared anew on each tick, so that sleep, a
 * changed clock or a late timer can delay a renewal by at most one tick, and never skip it.
 */
export class RefreshLoop {
  readonly #needs: Needs;
  #cancel: (() => void) | null = null;
  #stopped = true;
  #tickedAtMs = 0;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  start(): void {
    this.#stopped = false;
    this.#needs.events.on(() => this.#wake());
    this.#needs.state.subscribe(() => this.#plan());
    this.#tick();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** The network may be back: who failed for want of it need not wait out its pause. */
  #wake(): void {
    const { state, clock } = this.#needs;
    const nowMs = clock.nowMs();
    for (const { key, failure, retry } of state.value.keys.values()) {
      const isNetwork = failure?.kind === 'unreachable' || failure?.kind === 'timedOut';
      if (isNetwork && retry !== null && nowMs - retry.failedAtMs > shortestPauseMs)
        state.changeKey(key.id, { retry: { ...retry, atMs: nowMs } });
    }
    this.#tick();
  }

  #tick(): void {
    if (this.#stopped) return;
    const nowMs = this.#needs.clock.nowMs();
    this.#tickedAtMs = nowMs;
    const due = [...this.#needs.state.value.keys.values()]
      .map((state) => ({ state, atMs: renewalDueAtMs(state, nowMs) }))
      .filter((plan) => plan.atMs !== null && plan.atMs <= nowMs)
      // What expires first is asked first.
      .sort((a, b) => (a.state.token?.expiresAtMs ?? 0) - (b.state.token?.expiresAtMs ?? 0));
    for (const { state } of due) this.#needs.renew(state.key.id);
    this.#needs.onTick();
    this.#plan();
  }

  #plan(): void {
    if (this.#stopped) return;
    const nowMs = this.#needs.clock.nowMs();
    let nextMs = nowMs + longestSleepMs;
    for (const state of this.#needs.state.value.keys.values()) {
      const atMs = renewalDueAtMs(state, nowMs);
      if (atMs !== null) nextMs = Math.min(nextMs, atMs);
    }
    this.#cancel?.();
    // The pause after a tick keeps a state that stays due for whatever reason from spinning.
    const pauseMs = Math.max(0, this.#tickedAtMs + shortestPauseMs - nowMs);
    const waitMs = Math.min(longestSleepMs, Math.max(pauseMs, nextMs - nowMs));
    this.#cancel = this.#needs.timer.after(waitMs, () => this.#tick());
  }
}

/**
 * When a key is to be exchanged next, epoch milliseconds; null when it is not: static, in flight, refused, expired, revoked
 * and not needed since, or stopped by a failure that only the user can mend.
 */
export function renewalDueAtMs(state: KeyState, nowMs: number): number | null {
  if (state.exchanging || state.use.refusedAtMs !== null) return null;
  if (state.isStatic && isKeyExpired(state.key, nowMs)) return null;
  if (state.failure !== null) return retryDueAtMs(state, nowMs);
  if (state.token === null) return state.waitsForUse ? null : nowMs;
  if (state.isStatic || isKeyExpired(state.key, nowMs)) return null;
  if (isFromTheFuture(state.token, nowMs)) return nowMs;
  return refreshAtMs(state.token, state.key.minimumValidityMs, jitterOf(state.key.id));
}

/** A clock that was set back must not stretch a pause. */
function retryDueAtMs({ retry }: KeyState, nowMs: number): number | null {
  if (retry === null) return null;
  const wasSetBack = nowMs < retry.failedAtMs - longestSleepMs || retry.atMs - nowMs > longestRetryMs;
  return wasSetBack ? nowMs : retry.atMs;
}
