import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { sampleKeyPair } from './further/sample-key-pair.ts';
import { issuerOf } from './further/signed-assertion.ts';
import { clientMetadata, type OauthCredential } from './oauth-clients.ts';
import { approveDevice, denyDevice } from './oauth-device-approval.ts';
import { createOauthProvider } from './oauth-provider.ts';
import { randomAlphanumeric } from './random-secrets.ts';
import { bearerToken, type ReceivedRequest, type Reply, receivedRequest } from './received-request.ts';
import type { JournalEntry, RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

const mePath = '/api/me';
const managePaths = ['/device/auth', '/token/introspection', '/token/revocation'];

/**
 * A standard OAuth 2.0 server (contracts, sections 5.1 to 5.6): the real oidc-provider and a resource that it protects.
 * The provider keeps its own time: `nowMs` moves only what `accepts` says.
 */
export class OauthService extends SampleService<OauthCredential> {
  readonly scopes = ['api:read', 'api:write'] as const;
  /** What a token can be exchanged for (RFC 8693). */
  readonly audiences = ['https://inventory.sample.test/', 'https://billing.sample.test/'] as const;
  /** The first two clients, one of each method; `credential` is the Basic one. */
  readonly basicClient: OauthCredential;
  readonly postClient: OauthCredential;
  /** Lifetimes of refresh tokens and device codes that are issued from now on, in seconds. */
  refreshLifetimeS = 14 * 86_400;
  deviceCodeLifetimeS = 600;
  /** Off: a refresh token can be used again and again. */
  rotatesRefreshTokens = true;
  /** The `interval` of device authorizations; null leaves it out, as oidc-provider does. */
  deviceIntervalS: number | null = null;
  #provider: Provider | undefined;
  #callback: RequestListener | undefined;

  constructor(setting: ServiceSetting) {
    super('oauth', setting, 3600);
    this.basicClient = this.addClient({ method: 'client_secret_basic' });
    this.postClient = this.addClient({ method: 'client_secret_post' });
  }

  override async listen(): Promise<void> {
    await super.listen();
    // The issuer has the port in it, so the provider can only be made now.
    this.#provider = createOauthProvider({
      issuer: this.origin,
      scopes: this.scopes,
      audiences: this.audiences,
      lifetimeS: () => this.lifetimeS,
      refreshLifetimeS: () => this.refreshLifetimeS,
      deviceCodeLifetimeS: () => this.deviceCodeLifetimeS,
      rotatesRefreshTokens: () => this.rotatesRefreshTokens,
      deviceIntervalS: () => this.deviceIntervalS,
      clientMetadata: (id) => {
        const client = this.credentialWithId(id);
        return client && clientMetadata(client);
      },
      onIssued: (token, { clientId = '', exp = 0 }) =>
        this.ledger.record({
          token,
          credentialId: clientId,
          issuedAtMs: Date.now(),
          expiresAtMs: exp * 1000,
        }),
      onDestroyed: (token) => this.ledger.withdraw(token),
      isWithdrawn: (token) => this.ledger.isWithdrawn(token),
    });
    this.#callback = this.#provider.callback();
  }

  get tokenUrl(): string {
    return `${this.origin}/token`;
  }

  get deviceAuthorizationUrl(): string {
    return `${this.origin}/device/auth`;
  }

  get introspectionUrl(): string {
    return `${this.origin}/token/introspection`;
  }

  get revocationUrl(): string {
    return `${this.origin}/token/revocation`;
  }

  get discoveryUrl(): string {
    return `${this.origin}/.well-known/openid-configuration`;
  }

  get testUrl(): string {
    return this.origin + mePath;
  }

  addCredential(wanted: Partial<OauthCredential> = {}): OauthCredential {
    const { method = 'client_secret_basic' } = wanted;
    const hasSecret = method === 'client_secret_basic' || method === 'client_secret_post';
    return this.accept({
      id: randomUUID(),
      secret: hasSecret ? randomAlphanumeric(48) : '',
      method,
      ...(method === 'private_key_jwt' ? { keyPair: sampleKeyPair(0) } : {}),
      ...wanted,
    });
  }

  /** A client of any method and grants; as `addCredential`, by the word of the OAuth documents. */
  addClient(wanted: Partial<OauthCredential> = {}): OauthCredential {
    return this.addCredential(wanted);
  }

  /** A person signs in with the user code and agrees. */
  approveDevice(userCode: string, accountId = 'jane'): Promise<void> {
    return approveDevice(this.#running, userCode, accountId);
  }

  /** A person signs in with the user code and says no. */
  denyDevice(userCode: string): Promise<void> {
    return denyDevice(this.#running, userCode);
  }

  /**
   * A refresh token and the access token that came with it, from a device grant over HTTP. The client is public or has a
   * secret. The journal has its requests, with the agent of `askAsStranger`.
   */
  async issueRefreshToken(
    client: OauthCredential,
    scope = 'api:read',
  ): Promise<{ refreshToken: string; accessToken: string }> {
    const authentication = {
      client_id: client.id,
      ...(client.secret === '' ? {} : { client_secret: client.secret }),
    };
    const device = await this.#post(this.deviceAuthorizationUrl, { ...authentication, scope });
    await this.approveDevice(device['user_code'] ?? '');
    const { refresh_token: refreshToken, access_token: accessToken } = await this.#post(this.tokenUrl, {
      ...authentication,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device['device_code'] ?? '',
    });
    if (refreshToken === undefined || accessToken === undefined)
      throw new Error('no refresh token was issued');
    return { refreshToken, accessToken };
  }

  async testCall(token: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await this.ask({ method: 'GET', url: this.testUrl, headers });
    return status === 200;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (path === '/token') return 'exchange';
    if (managePaths.includes(path)) return 'manage';
    return path === mePath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    const bearer = this.ledger.ownerOf(bearerToken(request));
    const signer = issuerOf(request.form.get('client_assertion') ?? '');
    return bearer ?? formEncodedBasicId(request) ?? request.form.get('client_id') ?? signer;
  }

  protected refusal(): Reply {
    return {
      status: 401,
      headers: { 'www-authenticate': `Basic realm="${this.origin}"` },
      json: { error: 'invalid_client', error_description: 'client authentication failed' },
    };
  }

  protected override async respond(
    message: IncomingMessage,
    response: ServerResponse,
    entry: JournalEntry,
  ): Promise<void> {
    if (entry.purpose === 'testCall') return super.respond(message, response, entry);
    overhearBody(message, (body) => {
      entry.body = body;
      entry.credentialId = this.credentialIdOf(receivedRequest(entry));
    });
    await this.beforeAnswer();
    this.#callback?.(message, response);
  }

  /** The protected resource: asks the provider's own token models (RFC 6750 answers). */
  protected async answer(request: ReceivedRequest): Promise<Reply> {
    const value = bearerToken(request);
    const { AccessToken, ClientCredentials } = this.#running;
    const token = (await ClientCredentials.find(value)) ?? (await AccessToken.find(value));
    if (token === undefined || !token.isValid) {
      const hint = value === '' ? '' : ' error="invalid_token"';
      return {
        status: 401,
        headers: { 'www-authenticate': `Bearer${hint}` },
        json: { error: 'invalid_token', error_description: 'unknown or expired access token' },
      };
    }
    const { accountId: sub = token.clientId, scope = '', exp } = token;
    return { status: 200, json: { sub, scope, exp } };
  }

  get #running(): Provider {
    if (this.#provider === undefined) throw new Error('the OAuth service is not listening');
    return this.#provider;
  }

  async #post(url: string, members: Record<string, string>): Promise<Readonly<Record<string, string>>> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(members).toString();
    const { json } = await this.ask({ method: 'POST', url, headers, body });
    return json as Readonly<Record<string, string>>;
  }
}

/** RFC 6749 section 2.3.1: both parts are form-encoded before the base64 step. */
function formEncodedBasicId(request: ReceivedRequest): string | undefined {
  const encoded = /^Basic (\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const id = Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0] ?? '';
  return new URLSearchParams(`id=${id}`).get('id') ?? undefined;
}

/** Listens in on a body without reading it: oidc-provider reads the stream itself and must find it untouched. */
function overhearBody(message: IncomingMessage, onWhole: (body: string) => void): void {
  const chunks: Buffer[] = [];
  const push = message.push.bind(message);
  message.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk === null) onWhole(Buffer.concat(chunks).toString('utf8'));
    else chunks.push(chunk);
    return push(chunk, encoding);
  };
}
