import type { Keyring, KeyringRefusal, ProtectedKey, UnprotectedKey } from './keyring.ts';

/**
 * A keyring that need not be waited for: it may hang until its deadline on a question that nobody answers, while somebody has
 * the vault's passphrase at hand.
 */
export class AbandonableKeyring implements Keyring {
  readonly #keyring: Keyring;
  readonly #waiting = new Set<() => void>();
  #abandonments = 0;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  protect(key: Buffer): Promise<ProtectedKey | KeyringRefusal> {
    return this.#unlessAbandoned(
      () => this.#keyring.protect(key),
      () => {},
    );
  }

  unprotect(blob: Buffer): Promise<UnprotectedKey | KeyringRefusal> {
    return this.#unlessAbandoned(
      () => this.#keyring.unprotect(blob),
      ({ key }) => key.fill(0),
    );
  }

  /** Whoever waits for the keyring, or asks it until `resume` was called, hears at once that it is `notAnswering`. */
  abandon(): { readonly resume: () => void } {
    this.#abandonments += 1;
    for (const giveUp of this.#waiting) giveUp();
    this.#waiting.clear();
    return {
      resume: () => {
        this.#abandonments -= 1;
      },
    };
  }

  #unlessAbandoned<Answer extends { readonly ok: true }>(
    ask: () => Promise<Answer | KeyringRefusal>,
    dropLate: (answer: Answer) => void,
  ): Promise<Answer | KeyringRefusal> {
    const refusal = { ok: false, problem: 'notAnswering' } as const;
    if (this.#abandonments > 0) return Promise.resolve(refusal);
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(refusal);
      this.#waiting.add(giveUp);
      const answered = (answer: Answer | KeyringRefusal) => {
        if (this.#waiting.delete(giveUp)) resolve(answer);
        else if (answer.ok) dropLate(answer);
      };
      const failed = (error: unknown) => {
        this.#waiting.delete(giveUp);
        reject(error);
      };
      ask().then(answered, failed);
    });
  }
}
