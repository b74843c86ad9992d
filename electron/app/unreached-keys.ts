import type { KeyId } from '#core/api-key';
import type { KeyState } from '#core/key-state';
import { isNetworkFailure, isOutOfReach } from '#core/refresh-policy';

/** The last try of a key that is out of reach. */
interface InVain {
  /** How many in a row: tells one try from the next, also when the clock was set in between. */
  readonly failures: number;
  /** Nobody else had an answer shortly before. */
  readonly isNetworkGone: boolean;
}

/** Less than a key takes to be out of reach, so that an answer from before a network went is not counted. */
const shortlyMs = 120_000;

/** Keys that are looked for seldom, as their providers could not be reached: an answer to one of them may tell of a network. */
export class UnreachedKeys {
  #inVain: ReadonlyMap<KeyId, InVain> = new Map();

  /**
   * Whether the network seems to be back since the last look: somebody answers who could not be reached, and then nobody else
   * was either. To be called soon after each change, while it can be told what was before it.
   */
  look(keys: ReadonlyMap<KeyId, KeyState>): boolean {
    const before = this.#inVain;
    const inVain = new Map<KeyId, InVain>();
    let isBack = false;
    for (const { key, failure, failures, retry } of keys.values()) {
      const last = before.get(key.id);
      if (isOutOfReach(failure, failures))
        inVain.set(
          key.id,
          last?.failures === failures ? last : judge(keys, failures, retry?.failedAtMs ?? 0),
        );
      else if (last?.isNetworkGone === true) isBack ||= failure === null || !isNetworkFailure(failure);
    }
    this.#inVain = inVain;
    return isBack;
  }
}

function judge(keys: ReadonlyMap<KeyId, KeyState>, failures: number, atMs: number): InVain {
  const isAnswered = ({ token }: KeyState) =>
    token !== null && token.obtainedAtMs <= atMs && token.obtainedAtMs > atMs - shortlyMs;
  return { failures, isNetworkGone: ![...keys.values()].some(isAnswered) };
}
