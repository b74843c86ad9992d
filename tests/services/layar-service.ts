import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { randomAlphanumeric } from './random-secrets.ts';
import { basicPair, bearerToken, type ReceivedRequest, type Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

/** `clientKey` and `clientSecret` of an instance session. */
export interface LayarCredential {
  readonly id: string;
  readonly secret: string;
}

const tokenPath = '/connect/oauth/token';
const peoplePath = '/connect/people';
const fabricsPath = '/connect/people/dataFabrics';
const documentPath = /^\/layar\/sourceDocument\/[\w-]+$/;

/**
 * Certara Layar (contracts, section 4). Assumed, as the contract names no source for it: the OAuth form of a refused
 * exchange.
 */
export class LayarService extends SampleService<LayarCredential> {
  /** Off, as in every source: the client has to know the 12 hours. */
  sendsExpiresIn = false;
  /** On: the licence problem that no new token cures. */
  isPaymentRequired = false;

  /** What `GET /connect/people/dataFabrics` offers, and what calls for data have to name (contract 4.2). */
  readonly fabric = {
    id: '61f0c2',
    name: 'Sample fabric',
    role: 'owner',
    nodes: [
      { id: 'n-1', name: 'first', hostName: 'first.sample.test', userData: {} },
      { id: 'n-2', name: 'second', hostName: 'second.sample.test', userData: {} },
    ],
  };

  constructor(setting: ServiceSetting) {
    super('layar', setting, 12 * 3600);
    this.addCredential();
  }

  addCredential(wanted: Partial<LayarCredential> = {}): LayarCredential {
    return this.accept({ id: randomUUID(), secret: randomAlphanumeric(40), ...wanted });
  }

  async testCall(token: string): Promise<boolean> {
    const { status } = await this.ask({
      method: 'GET',
      url: this.origin + peoplePath,
      headers: { authorization: `Bearer ${token}`, 'X-Vyasa-Client': 'layar' },
    });
    return status === 200;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (path === tokenPath) return 'exchange';
    return path === peoplePath || path === fabricsPath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return basicPair(request)?.id ?? this.ledger.ownerOf(bearerToken(request));
  }

  protected answer(request: ReceivedRequest): Reply {
    const { method, url } = request;
    if (method === 'POST' && url.pathname === tokenPath) return this.#issue(request);
    if (method === 'GET') return this.#withToken(request);
    return { status: 404, json: { error: 'not_found' } };
  }

  protected refusal(): Reply {
    return { status: 401, json: { error: 'invalid_client', error_description: 'Bad client credentials' } };
  }

  /** `grant_type` in a form body, or in the query with an empty body as the deprecated SDK sends it. */
  #issue(request: ReceivedRequest): Reply {
    const grantType = request.form.get('grant_type') ?? request.url.searchParams.get('grant_type');
    if (grantType !== 'client_credentials') return { status: 400, json: { error: 'unsupported_grant_type' } };
    const pair = basicPair(request);
    const credential = pair && this.credentialWithId(pair.id);
    if (credential === undefined || credential.secret !== pair?.secret) return this.refusal();
    const issuedAtMs = this.nowMs();
    const token = randomBytes(randomInt(24, 48)).toString('base64url');
    const expiresAtMs = issuedAtMs + this.lifetimeS * 1000;
    this.ledger.record({ token, credentialId: credential.id, issuedAtMs, expiresAtMs });
    const lifetime = this.sendsExpiresIn ? { expires_in: this.lifetimeS } : {};
    return { status: 200, json: { access_token: token, ...lifetime } };
  }

  #withToken(request: ReceivedRequest): Reply {
    const { pathname } = request.url;
    const isKnown = pathname === peoplePath || pathname === fabricsPath || documentPath.test(pathname);
    if (!isKnown) return { status: 404, json: { error: 'not_found' } };
    if (!this.accepts(bearerToken(request))) return { status: 401, json: { error: 'invalid_token' } };
    if (this.isPaymentRequired) return { status: 402, json: { error: 'payment_required' } };
    if (pathname === fabricsPath) return { status: 200, json: { dataFabrics: [this.fabric] } };
    if (pathname === peoplePath) {
      const user = { id: 'u-41', username: 'jane', email: 'jane@sample.test', fullName: 'Jane Sample' };
      return { status: 200, json: user };
    }
    return this.#document(request);
  }

  /** Assumed: 400 for a missing or unknown data header. */
  #document(request: ReceivedRequest): Reply {
    const hosts = this.fabric.nodes.map(({ hostName }) => hostName);
    const client = request.header('x-vyasa-client') ?? request.header('x-vyasa-client-hint');
    const providers = request.header('x-vyasa-data-providers')?.split(',') ?? [''];
    if (client !== 'layar') return { status: 400, json: { error: 'X-Vyasa-Client' } };
    if (!providers.every((host) => hosts.includes(host))) {
      return { status: 400, json: { error: 'X-Vyasa-Data-Providers' } };
    }
    if (request.header('x-vyasa-data-fabric') !== this.fabric.id) {
      return { status: 400, json: { error: 'X-Vyasa-Data-Fabric' } };
    }
    return { status: 200, json: { id: request.url.pathname.split('/').at(-1), name: 'A sample document' } };
  }
}
