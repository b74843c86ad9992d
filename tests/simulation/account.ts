import type { KeyDraft } from '#contract/calls';

/**
 * What a service does with the requests of an account: it gives tokens, cannot be reached, breaks, asks for a pause,
 * refuses the key, or does not answer.
 */
export type Mood = 'up' | 'down' | 'failing' | 'limiting' | 'refusing' | 'hanging';

/** What may differ between accounts. */
export interface AccountTraits {
  readonly presetId: string;
  /** Accounts on one host share the limit of parallel requests. */
  readonly host: string;
  /** What the service says. Seconds. */
  readonly lifetimeS: number;
  /** How much of that its tokens really live: less than 1 when it lies. */
  readonly truth: number;
  readonly latencyMs: number;
  /** How far the service's clock is ahead. */
  readonly skewMs: number;
  /** `jwt`: the token is a JWT and nothing else says when it ends. */
  readonly tells: 'expires_in' | 'both' | 'nothing';
}

/** One request, in time that neither jumps nor stands still. */
export interface Asked {
  readonly atMs: number;
  readonly mood: Mood;
}

const usual: AccountTraits = {
  presetId: 'oauth2',
  host: 'tokens.example',
  lifetimeS: 3600,
  truth: 1,
  latencyMs: 50,
  skewMs: 0,
  tells: 'expires_in',
};

/** The other side of one key: an account at a simulated service. */
export class Account {
  readonly index: number;
  traits: AccountTraits;
  mood: Mood = 'up';
  /** What `Retry-After` says while it is limiting, seconds. */
  retryAfterS = 60;
  readonly asked: Asked[] = [];
  /** The one refresh token that it takes; the former ones end the sign-in. */
  refreshToken: string;
  /** A used refresh token came once more. */
  replays = 0;

  constructor(index: number, traits: Partial<AccountTraits> = {}) {
    this.index = index;
    this.traits = { ...usual, ...traits };
    this.refreshToken = `refresh-${index}-0`;
  }

  get hasRefreshToken(): boolean {
    return this.traits.presetId === 'oauth2-refresh-token';
  }

  /** How many requests came since then. */
  askedSince(atMs: number): number {
    let count = 0;
    for (let at = this.asked.length - 1; at >= 0 && (this.asked[at] as Asked).atMs >= atMs; at -= 1)
      count += 1;
    return count;
  }

  /** Most requests of a kind within any such time. */
  mostWithin(ms: number, which: (asked: Asked) => boolean): number {
    const atMs = this.asked.filter(which).map((asked) => asked.atMs);
    let most = 0;
    for (let from = 0, to = 0; to < atMs.length; to += 1) {
      while ((atMs[to] as number) - (atMs[from] as number) >= ms) from += 1;
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  /** What the add form holds for its key. */
  draft(): KeyDraft {
    return {
      name: `key ${this.index}`,
      description: '',
      presetId: this.traits.presetId,
      fields: this.#fields(),
      extraCaPem: null,
      createdAtMs: null,
      keyExpiresAtMs: null,
      minimumValidityS: 60,
    };
  }

  #fields(): Readonly<Record<string, string>> {
    const { presetId, host } = this.traits;
    const origin = `https://k${this.index}.${host}`;
    const shared = `https://${host}/k${this.index}`;
    switch (presetId) {
      case 'celerdata':
      case 'layar':
        return { host: origin, clientId: 'an-id', clientSecret: 'a-secret' };
      case 'ibm-iam':
      case 'ibm-dbaas':
        return { host: origin, apiKey: 'an-api-key' };
      case 'oauth2':
        return {
          tokenUrl: `${shared}/token`,
          revocationUrl: `${shared}/revoke`,
          clientId: 'an-id',
          clientSecret: 'a-secret',
        };
      case 'oauth2-refresh-token':
        return {
          tokenUrl: `${shared}/token`,
          clientId: 'an-id',
          clientAuthentication: 'public',
          refreshToken: this.refreshToken,
        };
      default:
        throw new Error(`no fields are known for ${presetId}`);
    }
  }
}
