/** The part of oidc-provider 9 that the OAuth service uses; the package has no types of its own. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export interface OidcClient {
    readonly clientId: string;
    grantTypeAllowed(grant: string): boolean;
  }

  export interface IssuedAccessToken {
    readonly clientId: string;
    /** Only where a person agreed. */
    readonly accountId?: string;
    readonly scope?: string;
    readonly iat: number;
    readonly exp: number;
    /** Lifetime in seconds. */
    readonly expiration: number;
    readonly isValid: boolean;
    /** Stores it and gives its value. */
    save(): Promise<string>;
  }

  export interface TokenModel {
    new (members: { client: OidcClient; scope?: string }): IssuedAccessToken;
    /** Undefined for an unknown or expired token. */
    find(value: string): Promise<IssuedAccessToken | undefined>;
  }

  export interface WaitingDeviceCode {
    readonly clientId: string;
    readonly params: Readonly<Record<string, string>>;
    readonly isExpired: boolean;
    readonly accountId?: string;
    readonly error?: string;
    save(): Promise<string>;
  }

  export interface ConsentGrant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface GrantContext {
    readonly oidc: { readonly client: OidcClient; readonly params: Readonly<Record<string, unknown>> };
    body: unknown;
  }

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): RequestListener;
    on(
      event: 'device_authorization.success',
      listener: (context: unknown, answer: Record<string, unknown>) => void,
    ): void;
    registerGrantType(
      name: string,
      handler: (context: GrantContext) => Promise<void>,
      parameters: readonly string[],
      allowedDuplicates: readonly string[],
    ): void;
    readonly ClientCredentials: TokenModel;
    readonly AccessToken: TokenModel;
    readonly DeviceCode: { findByUserCode(userCode: string): Promise<WaitingDeviceCode | undefined> };
    readonly Grant: new (members: {
      accountId: string;
      clientId: string;
    }) => ConsentGrant;
  }

  type ErrorClass = new (description: string, detail?: string) => Error;

  export const errors: {
    readonly InvalidRequest: ErrorClass;
    readonly InvalidScope: ErrorClass;
    readonly InvalidTarget: ErrorClass;
  };
}
