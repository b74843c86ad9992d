import type { Secret } from '#core/secret';

type Secrets = Readonly<Record<string, Secret>>;

/**
 * Remembers, until Keyfob quits, which entered refresh tokens a test used up and what came in their place: the form still
 * holds the old ones when it is saved.
 */
export class RenewedSecrets {
  readonly #next = new Map<string, Secret>();

  /** Secrets that were sent, and those that came for them. */
  add(sent: Secrets, renewed: Secrets): void {
    for (const [field, secret] of Object.entries(renewed)) {
      const before = sent[field]?.reveal();
      if (before !== undefined && before !== secret.reveal()) this.#next.set(before, secret);
    }
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
