import { randomUUID } from 'node:crypto';
import { randomAlphanumeric, randomUpperCase } from './random-secrets.ts';
import { basicPair, bearerToken, type ReceivedRequest, type Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

/** An application key: client id and secret. */
export interface CelerdataCredential {
  readonly id: string;
  readonly secret: string;
}

const tokenPath = '/api/1.0/token';
const clustersPath = '/api/1.0/clusters';

/**
 * CelerData Cloud (contracts, section 1). Assumed, as the contract names no source for it: the OAuth form of a refused
 * exchange, and 401 with an envelope for a refused token.
 */
export class CelerdataService extends SampleService<CelerdataCredential> {
  constructor(setting: ServiceSetting) {
    super('celerdata', setting, 3600);
    this.addCredential();
  }

  addCredential(wanted: Partial<CelerdataCredential> = {}): CelerdataCredential {
    return this.accept({ id: randomUUID(), secret: randomAlphanumeric(32), ...wanted });
  }

  async testCall(token: string): Promise<boolean> {
    const { status, json } = await this.ask({
      method: 'GET',
      url: this.origin + clustersPath,
      headers: { authorization: `Bearer ${token}` },
    });
    return status === 200 && (json as { code?: number } | undefined)?.code === 20000;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (path === tokenPath) return 'exchange';
    return path === clustersPath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return basicPair(request)?.id ?? this.ledger.ownerOf(bearerToken(request));
  }

  protected answer(request: ReceivedRequest): Reply {
    const { method, url } = request;
    if (method === 'POST' && url.pathname === tokenPath) return this.#issue(request);
    if (method === 'GET' && url.pathname === clustersPath) return this.#clusters(request);
    return { status: 404, json: { code: 40004, message: 'not found' } };
  }

  protected refusal(): Reply {
    return {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="celerdata"' },
      json: { error: 'invalid_client', error_description: 'Client authentication failed' },
    };
  }

  /** `grant_type` in the query as documented, or in a form body as the vendor's Terraform provider sends it. */
  #issue(request: ReceivedRequest): Reply {
    const grantType = request.url.searchParams.get('grant_type') ?? request.form.get('grant_type');
    if (grantType !== 'client_credentials') {
      return {
        status: 400,
        json: { error: 'unsupported_grant_type', error_description: 'unknown grant_type' },
      };
    }
    const pair = basicPair(request);
    const credential = pair && this.credentialWithId(pair.id);
    if (credential === undefined || credential.secret !== pair?.secret) return this.refusal();
    const issuedAtMs = this.nowMs();
    const token = randomUpperCase(48);
    const expiresAtMs = issuedAtMs + this.lifetimeS * 1000;
    this.ledger.record({ token, credentialId: credential.id, issuedAtMs, expiresAtMs });
    return {
      status: 200,
      json: {
        access_token: token,
        expires_in: this.lifetimeS,
        refresh_token: randomUpperCase(48),
        token_type: 'Bearer',
      },
    };
  }

  #clusters(request: ReceivedRequest): Reply {
    if (!this.accepts(bearerToken(request))) {
      return { status: 401, json: { code: 40001, message: 'the access token is invalid or has expired' } };
    }
    const list = [
      { cluster_id: 'c-7f3a', cluster_name: 'analytics-prod' },
      { cluster_id: 'c-91be', cluster_name: 'analytics-dev' },
    ];
    return { status: 200, json: { code: 20000, message: 'OK', data: { total: list.length, list } } };
  }
}
