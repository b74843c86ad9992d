import type { KeyId } from '#core/api-key';
import { clockSetByMs, type Moment, shiftedToken } from '#core/clock-change';
import type { Secret } from '#core/secret';
import { boundedToken, isGuessed, type Token } from '#core/token';
import type { Exchanged } from './exchange-key.ts';

/** Token values of this session; state holds the facts without them. */
export class HeldTokens {
  readonly #tokens = new Map<KeyId, Token>();
  /** Tokens that the user saw refused. */
  readonly #refused = new Map<KeyId, Secret>();

  get(id: KeyId): Token | null {
    return this.#tokens.get(id) ?? null;
  }

  put(id: KeyId, token: Token): void {
    this.#tokens.set(id, token);
  }

  /** Forgets a token, and that one was refused. */
  forget(id: KeyId): void {
    this.#tokens.delete(id);
    this.#refused.delete(id);
  }

  /** Forgets all, and that some were refused: the vault was locked. */
  clear(): void {
    this.#tokens.clear();
    this.#refused.clear();
  }

  /** Forgets a token that the user saw refused, and does not take the same one again. */
  refuse(id: KeyId, token: Token): void {
    this.#tokens.delete(id);
    this.#refused.set(id, token.value);
  }

  /** Takes a clock that was set into account; gives the tokens that changed. */
  shift(setByMs: number): ReadonlyMap<KeyId, Token> {
    const shifted = [...this.#tokens].map(([id, token]) => [id, shiftedToken(token, setByMs)] as const);
    const changed = new Map(shifted.filter(([id, token]) => token !== this.#tokens.get(id)));
    for (const [id, token] of changed) this.#tokens.set(id, token);
    return changed;
  }

  /**
   * Whether an exchange gave nothing that was not there before: a token that the user saw refused, or a cached one of which
   * the service no longer says how long it lives. What it said before still holds.
   */
  isNothingNew(id: KeyId, { token, renewedSecrets }: Exchanged): boolean {
    // A new refresh token must not get lost.
    if (Object.keys(renewedSecrets).length > 0) return false;
    if (this.#refused.get(id)?.reveal() === token.value.reveal()) return true;
    const held = this.#tokens.get(id);
    if (held === undefined || held.value.reveal() !== token.value.reveal()) return false;
    return !isGuessed(held.lifetimeSource) && isGuessed(token.lifetimeSource);
  }
}

/** The token of an exchange as it is to be held: by the clock as it is now, and no longer than was learned. */
export function tokenToHold({ token, at }: Exchanged, learnedMs: number | null, now: Moment): Token {
  return shiftedToken(boundedToken(token, learnedMs), clockSetByMs(at, now));
}
