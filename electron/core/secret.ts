const redacted = '«redacted»';

/**
 * A string that must not be shown by accident: it prints as «redacted» in templates, JSON and Node's inspector.
 * Only {@link Secret.reveal} gives the text; a search for that word finds every place where a secret is used.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Keep the result in a local variable, never in state. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  /** Node's `util.inspect` (console, assertion messages, error reports) asks for this well-known symbol. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted;
  }
}
