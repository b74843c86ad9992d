import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { createOauthStorage, type StorageSource } from './oauth-storage.ts';
import { addTokenExchange } from './oauth-token-exchange.ts';

/** What the OAuth service decides for the provider. Lifetimes are seconds. */
export interface OauthProviderSource extends StorageSource {
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly lifetimeS: () => number;
  readonly refreshLifetimeS: () => number;
  readonly deviceCodeLifetimeS: () => number;
  /** Whether each use of a refresh token gives a new one (RFC 6749 section 6). */
  readonly rotatesRefreshTokens: () => boolean;
  /** What the device authorization answer says; null: nothing, which means 5 (RFC 8628 section 3.2). */
  readonly deviceIntervalS: () => number | null;
}

/**
 * The real oidc-provider, unmodified, with the client credentials, refresh token and device grants, introspection (RFC
 * 7662), revocation (RFC 7009) and discovery; a refresh token that is used twice ends its whole grant. Token exchange is
 * an extension (oauth-token-exchange.ts). Clients come through its storage interface, so that they can be added and
 * removed while it runs.
 */
export function createOauthProvider(source: OauthProviderSource): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(source.issuer, {
    adapter: (model: string) => createOauthStorage(model, source),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: ['openid', 'offline_access', ...source.scopes],
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId }),
    }),
    ttl: {
      ClientCredentials: source.lifetimeS,
      AccessToken: source.lifetimeS,
      IdToken: source.lifetimeS,
      RefreshToken: source.refreshLifetimeS,
      DeviceCode: source.deviceCodeLifetimeS,
    },
    issueRefreshToken: (_context: unknown, client: { grantTypeAllowed(grant: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: source.rotatesRefreshTokens,
    expiresWithSession: () => false,
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwnToken },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      devInteractions: { enabled: false },
    },
  });
  addTokenExchange(provider, source.audiences);
  provider.on('device_authorization.success', (_context, answer) => {
    const intervalS = source.deviceIntervalS();
    if (intervalS !== null) answer['interval'] = intervalS;
  });
  return provider;
}

/** A client may ask about and withdraw its own tokens only. */
const isOwnToken = (_context: unknown, client: { clientId: string }, token: { clientId?: string }): boolean =>
  client.clientId === token.clientId;
