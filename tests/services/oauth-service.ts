import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { createOauthProvider, type OauthCredential } from './oauth-provider.ts';
import { randomAlphanumeric } from './random-secrets.ts';
import { bearerToken, type ReceivedRequest, type Reply, receivedRequest } from './received-request.ts';
import type { JournalEntry, RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

const mePath = '/api/me';

/** A standard OAuth 2.0 server (contracts, sections 5.1 and 5.6): the real oidc-provider and a resource that it protects. */
export class OauthService extends SampleService<OauthCredential> {
  readonly scopes = ['api:read', 'api:write'] as const;
  /** The first two clients, one of each method; `credential` is the Basic one. */
  readonly basicClient: OauthCredential;
  readonly postClient: OauthCredential;
  #provider: Provider | undefined;
  #callback: RequestListener | undefined;

  constructor(setting: ServiceSetting) {
    super('oauth', setting, 3600);
    this.basicClient = this.addCredential({ method: 'client_secret_basic' });
    this.postClient = this.addCredential({ method: 'client_secret_post' });
  }

  override async listen(): Promise<void> {
    await super.listen();
    // The issuer has the port in it, so the provider can only be made now.
    this.#provider = createOauthProvider({
      issuer: this.origin,
      scopes: this.scopes,
      lifetimeS: () => this.lifetimeS,
      clientWithId: (id) => this.credentialWithId(id),
      onIssued: (token, { clientId = '', exp = 0 }) =>
        this.ledger.record({
          token,
          credentialId: clientId,
          issuedAtMs: this.nowMs(),
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

  get introspectionUrl(): string {
    return `${this.origin}/token/introspection`;
  }

  get discoveryUrl(): string {
    return `${this.origin}/.well-known/openid-configuration`;
  }

  get testUrl(): string {
    return this.origin + mePath;
  }

  addCredential(wanted: Partial<OauthCredential> = {}): OauthCredential {
    return this.accept({
      id: randomUUID(),
      secret: randomAlphanumeric(48),
      method: 'client_secret_basic',
      ...wanted,
    });
  }

  async testCall(token: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await this.ask({ method: 'GET', url: this.testUrl, headers });
    return status === 200;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (path === '/token') return 'exchange';
    return path === mePath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    const bearer = this.ledger.ownerOf(bearerToken(request));
    return bearer ?? formEncodedBasicId(request) ?? request.form.get('client_id') ?? undefined;
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

  /** The protected resource: asks the provider's own token model (RFC 6750 answers). */
  protected async answer(request: ReceivedRequest): Promise<Reply> {
    const value = bearerToken(request);
    const token = await this.#provider?.ClientCredentials.find(value);
    if (token === undefined || !token.isValid) {
      const hint = value === '' ? '' : ' error="invalid_token"';
      return {
        status: 401,
        headers: { 'www-authenticate': `Bearer${hint}` },
        json: { error: 'invalid_token', error_description: 'unknown or expired access token' },
      };
    }
    return { status: 200, json: { sub: token.clientId, scope: token.scope ?? '', exp: token.exp } };
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
