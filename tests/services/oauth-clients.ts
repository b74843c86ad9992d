import type { SampleKeyPair } from './further/sample-key-pair.ts';

/** `none` is a public client, as programs on a desktop are (RFC 8252). */
export type OauthClientMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** The grants that a client may be registered for. */
export const oauthGrants = {
  clientCredentials: 'client_credentials',
  refreshToken: 'refresh_token',
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
} as const;

/** A registered client. */
export interface OauthCredential {
  readonly id: string;
  /** Empty for `private_key_jwt` and `none`. */
  readonly secret: string;
  /** As registered; oidc-provider takes either form of a secret from any client that has one, but never both in one request. */
  readonly method: OauthClientMethod;
  /** Only for `private_key_jwt`. */
  readonly keyPair?: SampleKeyPair;
  /** All of {@link oauthGrants} if absent; a public client cannot have `client_credentials`. */
  readonly grants?: readonly string[];
  /** Scopes that the client may ask for, separated by spaces; all of them if absent. */
  readonly scope?: string;
}

/** The client as oidc-provider wants it registered (RFC 7591 section 2). */
export function clientMetadata({ id, secret, method, keyPair, grants, scope }: OauthCredential) {
  const all = Object.values(oauthGrants);
  const allowed = method === 'none' ? all.filter((grant) => grant !== oauthGrants.clientCredentials) : all;
  return {
    client_id: id,
    token_endpoint_auth_method: method,
    grant_types: grants ?? allowed,
    redirect_uris: [],
    response_types: [],
    ...(secret === '' ? {} : { client_secret: secret }),
    ...(keyPair && { jwks: { keys: [keyPair.publicKey.export({ format: 'jwk' })] } }),
    ...(scope === undefined ? {} : { scope }),
  };
}
