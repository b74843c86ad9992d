import type { KeyId } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import type { Clock, Timer } from '#core/ports';
import { isNetworkFailure, jitterOf, longestSleepMs, recoveryDelayMs, wakeAtMs } from '#core/refresh-policy';
import type { SystemEvent, SystemEvents } from '#core/system-events';
import { type AppState, isAtRest } from './app-state.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { KeyStorage } from './key-storage.ts';
import { RenewalPlan } from './renewal-plan.ts';
import { UnreachedKeys } from './unreached-keys.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly events: SystemEvents;
  readonly watch: ClockWatch;
  readonly renew: (id: KeyId) => void;
  /** Called on every look at the clock, at least every 30 s: for what else depends on time. */
  readonly onTick: () => void;
}

/** Shortest time between two looks at all keys, however much changes. */
const shortestPauseMs = 250;
/** Most renewals that one tick begins, so that thousands do not keep everything else waiting; the next ones follow soon. */
const mostAtOnce = 500;
/** A tick that is later than this was held up by a sleep of which nobody told. */
const latestTickMs = 10_000;
/** A process that is younger may be one of many that were started in a row. */
const firstMinuteMs = 60_000;

/**
 * The one timer of the app. Deadlines are wall-clock instants that are compared anew on each tick, so that sleep, a
 * changed clock or a late timer can delay a renewal by at most one tick, and never skip it.
 */
export class RefreshLoop {
  readonly #needs: Needs;
  readonly #renewals = new RenewalPlan();
  /** When the first key is due by the state of that revision, epoch milliseconds. */
  #next = { revision: 0, atMs: 0 };
  #cancel: (() => void) | null = null;
  #cancelPlan: (() => void) | null = null;
  #endEvents = () => {};
  #isStopped = true;
  /** By {@link Clock.elapsedMs}. */
  #startedAtMs = 0;
  /** Keys that were stored before the start. */
  #restored: ReadonlySet<KeyId> = new Set();
  /** When all keys were looked at last, by {@link Clock.elapsedMs}. */
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #tickedAtMs = Number.NEGATIVE_INFINITY;
  /** When the next tick is planned, by {@link Clock.elapsedMs}. */
  #ticksAtMs = Number.POSITIVE_INFINITY;
  /** When the computer said that it is about to sleep, by {@link Clock.elapsedMs}; null when it is awake. */
  #suspendedAtMs: number | null = null;
  readonly #unreached = new UnreachedKeys();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  start(): void {
    const { events, state, clock } = this.#needs;
    this.#isStopped = false;
    this.#startedAtMs = clock.elapsedMs();
    this.#restored = new Set(state.value.keys.keys());
    this.#endEvents = events.on((event) => this.#hear(event));
    state.subscribe(() => this.#planSoon());
    this.#tick();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endEvents();
    this.#cancel?.();
    this.#cancelPlan?.();
  }

  #hear(event: SystemEvent): void {
    const { state, clock, watch } = this.#needs;
    watch.look();
    if (event === 'suspend') this.#suspendedAtMs = clock.elapsedMs();
    if (event === 'resume') this.#suspendedAtMs = null;
    if (event === 'screenLocked' || event === 'screenUnlocked')
      state.change({ isScreenLocked: event === 'screenLocked' });
    if (event === 'resume' || event === 'online') this.#recover(event === 'resume');
    this.#tick();
  }

  /** There may be a network again: who failed for want of it need not wait out its pause. After a sleep nobody need. */
  #recover(wasAsleep: boolean): void {
    const { state, clock } = this.#needs;
    const nowMs = clock.nowMs();
    const waiting = [...state.value.keys.values()].filter((each) => isWaiting(each, wasAsleep));
    if (waiting.length === 0) return;
    const keys = new Map(state.value.keys);
    for (const keyState of waiting) {
      const delayMs = recoveryDelayMs(waiting.length, jitterOf(keyState.key.id));
      keys.set(keyState.key.id, recovered(keyState, nowMs + delayMs));
    }
    state.change({ keys });
  }

  #tick(): void {
    if (this.#isStopped) return;
    const { clock, watch, onTick } = this.#needs;
    watch.look();
    this.#tickedAtMs = clock.elapsedMs();
    this.#noticeSleep();
    const due = this.#mayRenew() ? this.#due() : [];
    // What expires first is asked first.
    due.sort((a, b) => (a.token?.expiresAtMs ?? 0) - (b.token?.expiresAtMs ?? 0));
    if (due.length > 0) void this.#renew(due.slice(0, mostAtOnce).map(({ key }) => key.id));
    onTick();
    this.#plan();
  }

  /** What a young process asks is stored before: another one may take its place before there is an answer. */
  async #renew(ids: readonly KeyId[]): Promise<void> {
    const { storage, clock, renew } = this.#needs;
    if (this.#isYoungForMs() > 0) await storage.noteTries(ids, clock.nowMs());
    if (this.#isStopped) return;
    for (const id of ids) renew(id);
  }

  #noticeSleep(): void {
    if (this.#needs.clock.elapsedMs() > this.#ticksAtMs + latestTickMs) this.#recover(true);
  }

  #isYoungForMs(): number {
    return this.#startedAtMs + firstMinuteMs - this.#needs.clock.elapsedMs();
  }

  /** Many changes in a row are planned for once. */
  #planSoon(): void {
    if (this.#isStopped || this.#cancelPlan !== null) return;
    const { clock, timer } = this.#needs;
    const waitMs = this.#lookedAtMs + shortestPauseMs - clock.elapsedMs();
    this.#cancelPlan = timer.after(Math.max(0, waitMs), () => this.#plan());
  }

  #plan(): void {
    this.#cancelPlan?.();
    this.#cancelPlan = null;
    if (this.#isStopped) return;
    const { clock, timer } = this.#needs;
    if (this.#unreached.look(this.#needs.state.value.keys)) this.#recover(false);
    this.#noticeSleep();
    const waitMs = this.#mayRenew()
      ? Math.min(longestSleepMs, this.#firstDueAtMs() - clock.nowMs())
      : longestSleepMs;
    this.#lookedAtMs = clock.elapsedMs();
    // The pause after a tick keeps a state that stays due for whatever reason from spinning.
    const pauseMs = this.#tickedAtMs + shortestPauseMs - this.#lookedAtMs;
    const inMs = Math.max(0, pauseMs, waitMs);
    this.#ticksAtMs = this.#lookedAtMs + inMs;
    this.#cancel?.();
    this.#cancel = timer.after(inMs, () => this.#tick());
  }

  #due(): KeyState[] {
    const { state, clock } = this.#needs;
    const nowMs = clock.nowMs();
    if (this.#firstDueAtMs() > nowMs) return [];
    return [...state.value.keys.values()].filter((each) => this.#dueAtMs(each, nowMs) <= nowMs);
  }

  /** Looks at all keys only when something changed or one is due. */
  #firstDueAtMs(): number {
    const { state, clock } = this.#needs;
    const nowMs = clock.nowMs();
    if (this.#next.revision === state.revision && this.#next.atMs > nowMs) return this.#next.atMs;
    let atMs = Number.POSITIVE_INFINITY;
    for (const each of state.value.keys.values()) atMs = Math.min(atMs, this.#dueAtMs(each, nowMs));
    this.#next = { revision: state.revision, atMs };
    return atMs;
  }

  #dueAtMs(of: KeyState, nowMs: number): number {
    const atMs = this.#renewals.dueAtMs(of, this.#needs.state.value.settings, nowMs);
    return this.#isNoRetryYet(of) ? Math.max(atMs, nowMs + this.#isYoungForMs()) : atMs;
  }

  /** A key that failed was asked in this minute: by this process or by the one before. */
  #isNoRetryYet({ key, failure }: KeyState): boolean {
    return failure !== null && !isNetworkFailure(failure) && this.#restored.has(key.id);
  }

  /**
   * Not while the computer is about to sleep, as an answer might never be heard; a tick that comes later than any sleep of ours
   * shows that it is awake, in case that nobody said so. Not behind a locked screen if the user wants it so.
   */
  #mayRenew(): boolean {
    const { state, clock } = this.#needs;
    const { isScreenLocked, settings } = state.value;
    if (isAtRest(state.value)) return false;
    if (this.#suspendedAtMs !== null && clock.elapsedMs() - this.#suspendedAtMs >= longestSleepMs)
      this.#suspendedAtMs = null;
    return this.#suspendedAtMs === null && (!isScreenLocked || settings.refreshWhileLocked);
  }
}

/** Whether a key waits after a failure for what may be over now. */
function isWaiting({ failure, retry }: KeyState, wasAsleep: boolean): boolean {
  return failure !== null && retry !== null && (wasAsleep || isNetworkFailure(failure));
}

function recovered(state: KeyState, atMs: number): KeyState {
  const { failure, retry } = state;
  if (failure === null || retry === null) return state;
  const isNetwork = isNetworkFailure(failure);
  const nextMs = isNetwork ? atMs : Math.max(atMs, wakeAtMs(failure, retry.failedAtMs));
  const failures = isNetwork ? 0 : state.failures;
  return { ...state, failures, retry: { ...retry, atMs: Math.min(retry.atMs, nextMs) } };
}
