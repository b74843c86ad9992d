import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';

export type OauthClientMethod = 'client_secret_basic' | 'client_secret_post';

/** A registered client. */
export interface OauthCredential {
  readonly id: string;
  readonly secret: string;
  /** As registered; oidc-provider takes either of the two from any client, but never both in one request. */
  readonly method: OauthClientMethod;
  /** Scopes that the client may ask for, separated by spaces; all of them if absent. */
  readonly scope?: string;
}

/** What the OAuth service decides for the provider. */
export interface OauthProviderSource {
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly lifetimeS: () => number;
  clientWithId(id: string): OauthCredential | undefined;
  onIssued(token: string, payload: StoredPayload): void;
  onDestroyed(token: string): void;
  isWithdrawn(token: string): boolean;
}

export interface StoredPayload {
  readonly clientId?: string;
  readonly exp?: number;
  readonly [member: string]: unknown;
}

/**
 * The real oidc-provider, unmodified, with the client credentials grant, introspection (RFC 7662) and revocation
 * (RFC 7009). Clients come through its storage interface, so that they can be added and removed while it runs.
 */
export function createOauthProvider(source: OauthProviderSource): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new Provider(source.issuer, {
    adapter: (model: string) => createStorage(model, source),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: ['openid', ...source.scopes],
    ttl: { ClientCredentials: source.lifetimeS },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwnToken },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      devInteractions: { enabled: false },
    },
  });
}

/** A client may ask about and withdraw its own tokens only. */
const isOwnToken = (_context: unknown, client: { clientId: string }, token: { clientId?: string }): boolean =>
  client.clientId === token.clientId;

/** The members of oidc-provider's adapter that these grants reach. */
function createStorage(model: string, source: OauthProviderSource) {
  const stored = new Map<string, StoredPayload>();
  return {
    async upsert(id: string, payload: StoredPayload): Promise<void> {
      stored.set(id, payload);
      if (model === 'ClientCredentials') source.onIssued(id, payload);
    },
    async find(id: string): Promise<unknown> {
      if (model === 'Client') return clientMetadata(source, id);
      return source.isWithdrawn(id) ? undefined : stored.get(id);
    },
    async destroy(id: string): Promise<void> {
      stored.delete(id);
      source.onDestroyed(id);
    },
  };
}

function clientMetadata(source: OauthProviderSource, id: string) {
  const client = source.clientWithId(id);
  return (
    client && {
      client_id: client.id,
      client_secret: client.secret,
      token_endpoint_auth_method: client.method,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      ...(client.scope === undefined ? {} : { scope: client.scope }),
    }
  );
}
