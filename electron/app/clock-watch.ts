import type { KeyId } from '#core/api-key';
import { clockSetByMs, type Moment, momentOf } from '#core/clock-change';
import type { KeyState } from '#core/key-state';
import type { Clock, Log } from '#core/ports';
import { factsOf, type Token } from '#core/token';
import type { AppState } from './app-state.ts';
import type { HeldTokens } from './held-tokens.ts';
import type { KeyStorage } from './key-storage.ts';

interface Needs {
  readonly state: AppState;
  readonly storage: KeyStorage;
  readonly held: HeldTokens;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sees that the wall clock was set, by the other clock, and corrects what is planned and known by it, so that what is left
 * of tokens and pauses stays what it was (docs/rules-and-findings.md, P12). A sleep is no such change.
 */
export class ClockWatch {
  readonly #needs: Needs;
  #seen: Moment;
  #storing: Promise<void> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#seen = momentOf(needs.clock);
  }

  /** To be called before an instant is compared with the wall clock. */
  look(): void {
    const { state, held, clock, log } = this.#needs;
    const now = momentOf(clock);
    const setByMs = clockSetByMs(this.#seen, now);
    if (setByMs === 0) return;
    this.#seen = now;
    log.write('clock.set', { byMs: setByMs });
    const tokens = held.shift(setByMs);
    const shifted = [...state.value.keys].map(
      ([id, key]) => [id, shiftedState(key, tokens.get(id), setByMs)] as const,
    );
    state.change({ keys: new Map(shifted) });
    this.#storing = this.#store(tokens);
  }

  /** The last look of a run; what it corrects is stored when it resolves. After a start no clock reaches over what was before. */
  async lookAtLast(): Promise<void> {
    this.look();
    await this.#storing;
  }

  async #store(tokens: ReadonlyMap<KeyId, Token>): Promise<void> {
    const { storage, log } = this.#needs;
    if (tokens.size === 0) return;
    const stored = await storage.reviseTokens(tokens);
    // They are right in memory; after a restart the stored ones end too early, or look as if they came from the future.
    if (!stored.ok) log.write('token.notStored', { kind: stored.failure.kind, count: tokens.size });
  }
}

function shiftedState(state: KeyState, token: Token | undefined, setByMs: number): KeyState {
  const { retry } = state;
  return {
    ...state,
    token: token === undefined ? state.token : factsOf(token),
    retry: retry && { failedAtMs: retry.failedAtMs + setByMs, atMs: retry.atMs + setByMs },
  };
}
