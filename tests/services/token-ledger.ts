export interface IssuedToken {
  readonly token: string;
  readonly credentialId: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** What the request asked for beside the grant, such as scope or audience; only where calls depend on it. */
  readonly asked?: Readonly<Record<string, string>>;
}

/** What a service has issued. It is the truth about a token; the answer to the client may tell less. */
export class TokenLedger {
  readonly #issued = new Map<string, IssuedToken>();
  readonly #withdrawn = new Set<string>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  record(issued: IssuedToken): void {
    this.#issued.set(issued.token, issued);
  }

  /** The record of a token that is good now. */
  find(token: string): IssuedToken | undefined {
    const issued = this.#issued.get(token);
    if (issued === undefined || this.isWithdrawn(token) || issued.expiresAtMs <= this.#nowMs())
      return undefined;
    return issued;
  }

  /** Whose token it is or was. */
  ownerOf(token: string): string | undefined {
    return this.#issued.get(token)?.credentialId;
  }

  isWithdrawn(token: string): boolean {
    return this.#withdrawn.has(token);
  }

  withdraw(token: string): void {
    this.#withdrawn.add(token);
  }

  withdrawAllOf(credentialId: string): void {
    for (const issued of this.all()) if (issued.credentialId === credentialId) this.withdraw(issued.token);
  }

  all(): readonly IssuedToken[] {
    return [...this.#issued.values()];
  }
}
