import type { KeyId } from '#core/api-key';
import { isKeyExpired, type KeyState } from '#core/key-state';
import type { Clock, Timer, WakeEvents } from '#core/ports';
import { jitterOf, longestSleepMs, refreshAtMs } from '#core/refresh-policy';
import type { AppState } from './app-state.ts';

interface Needs {
  readonly state: AppState;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly wake: WakeEvents;
  readonly renew: (id: KeyId) => void;
  /** Called on every look at the clock, at least every 30 s: for what else depends on time. */
  readonly onTick: () => void;
}

/**
 * The one timer of the app. Deadlines are wall-clock instants that are compared anew on each tick, so that sleep, a
 * changed clock or a late timer can delay a renewal by at most one tick, and never skip it.
 */
export class RefreshLoop {
  readonly #needs: Needs;
  #cancel: (() => void) | null = null;
  #stopped = true;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  start(): void {
    this.#stopped = false;
    this.#needs.wake.onWake(() => this.#tick());
    this.#needs.state.subscribe(() => this.#plan());
    this.#tick();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #tick(): void {
    if (this.#stopped) return;
    const nowMs = this.#needs.clock.nowMs();
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
    this.#cancel = this.#needs.timer.after(Math.max(0, nextMs - nowMs), () => this.#tick());
  }
}

/**
 * When a key is to be exchanged next, epoch milliseconds; null when it is not: static, in flight, refused, expired, or
 * stopped by a failure that only the user can mend.
 */
export function renewalDueAtMs(state: KeyState, nowMs: number): number | null {
  if (state.exchanging || state.use.refusedAtMs !== null) return null;
  if (state.failure !== null) return state.retryAtMs;
  if (state.token === null) return nowMs;
  if (state.isStatic || isKeyExpired(state.key, nowMs)) return null;
  return refreshAtMs(state.token, state.key.minimumValidityMs, jitterOf(state.key.id));
}
