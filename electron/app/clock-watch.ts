import type { KeyId } from '#core/api-key';
import { clockSetByMs, type Moment, momentOf } from '#core/clock-change';
import type { KeyState } from '#core/key-state';
import type { Clock, Log } from '#core/ports';
import { factsOf, type Token } from '#core/token';
import type { AppState } from './app-state.ts';
import type { HeldTokens } from './held-tokens.ts';
import type { KeyStorage } from './key-storage.ts';
import type { StoredState } from './read-stored-state.ts';
import { shiftedStored } from './restore-keys.ts';

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
  readonly #startedAt: Moment;
  #seen: Moment;
  /** By which moment's clock stored tokens are; null where nobody knows: an earlier run, a backup, a disk that took no correction. */
  #storedAt: Moment | null = null;
  /** Whether what is stored is in memory, too, so that a correction reaches both. */
  #isOpen = false;
  #storing: Promise<void> = Promise.resolve();

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#startedAt = momentOf(needs.clock);
    this.#seen = this.#startedAt;
  }

  /** To be called before an instant is compared with the wall clock. */
  look(): void {
    const { state, held, clock, log } = this.#needs;
    const now = momentOf(clock);
    const setByMs = clockSetByMs(this.#seen, now);
    if (setByMs === 0) return;
    this.#seen = now;
    if (this.#isOpen && this.#storedAt !== null) this.#storedAt = now;
    log.write('clock.set', { byMs: setByMs });
    const tokens = held.shift(setByMs);
    const shifted = [...state.value.keys].map(
      ([id, key]) => [id, shiftedState(key, tokens.get(id), setByMs)] as const,
    );
    state.change({ keys: new Map(shifted) });
    this.#storing = this.#store(tokens);
  }

  /** What is in memory is about to be forgotten, and the vault locked, which is to wait until what this corrects is stored. */
  close(): Promise<void> {
    const done = this.lookAtLast();
    this.#isOpen = false;
    return done;
  }

  /** Another vault is in the place of the one that was open. */
  noteReplaced(): void {
    this.#storedAt = null;
  }

  /**
   * What was read from the vault, by the clock as it is now: it may have been set since. Where nobody knows by which clock
   * it is, it only moves to earlier, by what the clock was set back by in this run, so that nothing dead comes to life.
   */
  catchUp(stored: StoredState): StoredState {
    this.look();
    const setByMs = clockSetByMs(this.#storedAt ?? this.#startedAt, this.#seen);
    const shifted = shiftedStored(stored, this.#storedAt === null ? Math.min(0, setByMs) : setByMs);
    this.#storedAt = this.#seen;
    this.#isOpen = true;
    const changed = [...shifted.tokens].filter(([id, token]) => token !== stored.tokens.get(id));
    this.#storing = this.#store(new Map(changed));
    return shifted;
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
    if (stored.ok) return;
    // They are right in memory; after a restart the stored ones end too early, or look as if they came from the future.
    this.#storedAt = null;
    log.write('token.notStored', { kind: stored.failure.kind, count: tokens.size });
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
