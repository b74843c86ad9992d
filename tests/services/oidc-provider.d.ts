/** The part of oidc-provider 9 that the OAuth service uses; the package has no types of its own. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export interface ClientCredentialsToken {
    readonly clientId: string;
    readonly scope?: string;
    readonly iat: number;
    readonly exp: number;
    readonly isValid: boolean;
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): RequestListener;
    readonly ClientCredentials: {
      /** Undefined for an unknown or expired token. */
      find(value: string): Promise<ClientCredentialsToken | undefined>;
    };
  }
}
