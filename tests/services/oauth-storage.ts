/** What oidc-provider stores under an id; members beyond these are its own affair. */
export interface StoredPayload {
  readonly clientId?: string;
  readonly exp?: number;
  readonly grantId?: string;
  readonly userCode?: string;
  readonly uid?: string;
  /** Seconds; set by `consume`. */
  consumed?: number;
  readonly [member: string]: unknown;
}

/** Who wants to hear of tokens, and may withdraw them or know clients. */
export interface StorageSource {
  clientMetadata(id: string): object | undefined;
  onIssued(token: string, payload: StoredPayload): void;
  onDestroyed(token: string): void;
  isWithdrawn(token: string): boolean;
}

/** The models whose ids are access tokens. */
const accessTokens: readonly string[] = ['ClientCredentials', 'AccessToken'];

/** The adapter of one model of oidc-provider, in memory. */
export function createOauthStorage(model: string, source: StorageSource) {
  const stored = new Map<string, StoredPayload>();
  const firstWith = (member: 'userCode' | 'uid', value: string) =>
    [...stored.values()].find((payload) => payload[member] === value);
  const destroy = (id: string) => {
    if (stored.delete(id) && accessTokens.includes(model)) source.onDestroyed(id);
  };
  return {
    async upsert(id: string, payload: StoredPayload): Promise<void> {
      stored.set(id, payload);
      if (accessTokens.includes(model)) source.onIssued(id, payload);
    },
    async find(id: string): Promise<unknown> {
      if (model === 'Client') return source.clientMetadata(id);
      return source.isWithdrawn(id) ? undefined : stored.get(id);
    },
    findByUserCode: async (userCode: string): Promise<unknown> => firstWith('userCode', userCode),
    findByUid: async (uid: string): Promise<unknown> => firstWith('uid', uid),
    async consume(id: string): Promise<void> {
      const payload = stored.get(id);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id: string): Promise<void> => destroy(id),
    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [id, payload] of stored) if (payload.grantId === grantId) destroy(id);
    },
  };
}
