import type { Secret } from '#core/secret';

type Secrets = Readonly<Record<string, Secret>>;

/**
 * Remembers, until Keyfob quits, which entered refresh tokens a test used up and what came in their place: the form still
 * holds the old ones when it is saved. Also which ones a test sent without an answer.
 */
export class RenewedSecrets {
  readonly #next = new Map<string, Secret>();
  /** When refresh tokens were sent of which nobody knows whether they are used up, epoch milliseconds. */
  readonly #sentAtMs = new Map<string, number>();

  /** Secrets that were sent, and those that came for them. */
  add(sent: Secrets, renewed: Secrets): void {
    for (const secret of Object.values(sent)) this.#sentAtMs.delete(secret.reveal());
    for (const [field, secret] of Object.entries(renewed)) {
      const before = sent[field]?.reveal();
      if (before !== undefined && before !== secret.reveal()) this.#next.set(before, secret);
    }
  }

  /** A refresh token that a test sent, and that may be used up although no new one came. */
  doubt(refreshToken: Secret, sentAtMs: number): void {
    this.#sentAtMs.set(refreshToken.reveal(), sentAtMs);
  }

  /** When a test sent one of these that may be used up, epoch milliseconds; null when none may. */
  doubtfulSinceMs(entered: Secrets): number | null {
    const times = Object.values(entered).map((secret) => this.#sentAtMs.get(secret.reveal()));
    return times.find((sentAtMs) => sentAtMs !== undefined) ?? null;
  }

  /** The same secrets, each as it is now. */
  current(entered: Secrets): Secrets {
    return Object.fromEntries(
      Object.entries(entered).map(([field, secret]) => [field, this.#newest(secret)]),
    );
  }

  #newest(secret: Secret): Secret {
    let newest = secret;
    // Each step is a test; a service that gives an old token again would lead round in a circle.
    for (let steps = 0; steps < this.#next.size; steps += 1)
      newest = this.#next.get(newest.reveal()) ?? newest;
    return newest;
  }
}
