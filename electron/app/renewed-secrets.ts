import type { Secret } from '#core/secret';

type Secrets = Readonly<Record<string, Secret>>;

/** Who sent a refresh token: a test of what a form holds, or a key that is stored. */
type Sender = 'form' | 'key';

/** So many steps of stored keys are remembered, the newest ones. */
const mostOfKeys = 10_000;

/**
 * Remembers which refresh tokens were used up and what came in their place, and which were sent without an answer: a form, a
 * file and what an undo brings back still hold the old ones. Those of forms until Keyfob quits, as they are stored nowhere.
 */
export class RenewedSecrets {
  readonly #next = new Map<string, Secret>();
  /** When refresh tokens were sent of which nobody knows whether they are used up, epoch milliseconds. */
  readonly #sentAtMs = new Map<string, number>();
  /** What stored keys sent, oldest first. */
  readonly #ofKeys = new Set<string>();

  /** Secrets that were sent, and those that came for them. */
  add(sent: Secrets, renewed: Secrets, sender: Sender): void {
    for (const secret of Object.values(sent)) this.#sentAtMs.delete(secret.reveal());
    for (const [field, secret] of Object.entries(renewed)) {
      const before = sent[field]?.reveal();
      if (before === undefined || before === secret.reveal()) continue;
      this.#next.set(before, secret);
      if (sender === 'key') this.#noteOfKey(before);
    }
  }

  /** A refresh token that was sent, and that may be used up although no new one came. */
  doubt(refreshToken: Secret, sentAtMs: number, sender: Sender): void {
    this.#sentAtMs.set(refreshToken.reveal(), sentAtMs);
    if (sender === 'key') this.#noteOfKey(refreshToken.reveal());
  }

  /** It is known now that a refresh token was not used up. */
  trust(refreshToken: Secret): void {
    this.#sentAtMs.delete(refreshToken.reveal());
  }

  /** Forgets what is stored anyway: the vault was locked. */
  forgetKeys(): void {
    for (const sent of this.#ofKeys) this.#forget(sent);
  }

  /** When one of these was sent that may be used up, epoch milliseconds; null when none may. */
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
    // A service that gives an old token again would lead round in a circle.
    for (let steps = 0; steps < this.#next.size; steps += 1) {
      const next = this.#next.get(newest.reveal());
      if (next === undefined) return newest;
      newest = next;
    }
    return newest;
  }

  #noteOfKey(sent: string): void {
    this.#ofKeys.add(sent);
    const [oldest] = this.#ofKeys;
    if (this.#ofKeys.size > mostOfKeys && oldest !== undefined) this.#forget(oldest);
  }

  #forget(sent: string): void {
    this.#next.delete(sent);
    this.#sentAtMs.delete(sent);
    this.#ofKeys.delete(sent);
  }
}
