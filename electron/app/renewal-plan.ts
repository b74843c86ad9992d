import type { KeyState } from '#core/key-state';
import { type RenewalRules, renewalDueAtMs } from '#core/renewal-due';

/** Remembers when keys are due, so that a look at thousands of which one changed costs little. */
export class RenewalPlan {
  #rules: RenewalRules | null = null;
  /** By the state that a deadline is of: any change of a key, also a clock that was set, replaces that. */
  #dueAtMs = new WeakMap<KeyState, number>();

  /**
   * When a key is due, epoch milliseconds; Infinity when it is not. A deadline that came is judged anew each time, as the key
   * may have expired or fallen out of use meanwhile.
   */
  dueAtMs(state: KeyState, rules: RenewalRules, nowMs: number): number {
    if (rules !== this.#rules) {
      this.#rules = rules;
      this.#dueAtMs = new WeakMap();
    }
    const knownMs = this.#dueAtMs.get(state);
    if (knownMs !== undefined && knownMs > nowMs) return knownMs;
    const atMs = renewalDueAtMs(state, rules, nowMs) ?? Number.POSITIVE_INFINITY;
    this.#dueAtMs.set(state, atMs);
    return atMs;
  }
}
