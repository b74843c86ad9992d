import { randomUUID } from 'node:crypto';
import type { ReceivedRequest, Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

/** An API key, which is itself the token. `id` is the key's name, unique here. */
export interface DataosCredential {
  readonly id: string;
  /** base64 of `name.uuid`. */
  readonly key: string;
  readonly userId: string;
  readonly tags: readonly string[];
  readonly expiresAtMs: number;
}

const authorizePath = '/heimdall/api/v1/authorize';

/**
 * DataOS Heimdall (contracts, sections 2.2 and 2.3): nothing is exchanged, so `issuedTokens()` are the keys and
 * `failNext` means the check of a key. A wrong, expired or revoked key is a 200 with `allow: false`.
 */
export class DataosService extends SampleService<DataosCredential> {
  protected override readonly mainPurpose = 'testCall';

  constructor(setting: ServiceSetting) {
    super('dataos', setting, 24 * 3600);
    this.addCredential();
  }

  addCredential(wanted: Partial<DataosCredential> = {}): DataosCredential {
    const id = wanted.id ?? `token_plainly_gladly_proper_${randomUUID().slice(0, 8)}`;
    const issuedAtMs = Date.now();
    const credential = this.accept({
      key: Buffer.from(`${id}.${randomUUID()}`, 'ascii').toString('base64'),
      userId: 'jane',
      tags: ['roles:id:data-dev', 'users:id:jane'],
      expiresAtMs: issuedAtMs + this.lifetimeS * 1000,
      ...wanted,
      id,
    });
    const { key: token, expiresAtMs } = credential;
    this.ledger.record({ token, credentialId: id, issuedAtMs, expiresAtMs });
    return credential;
  }

  /** The key is the token, so both end together. */
  override revokeCredential(id: string): void {
    super.revokeCredential(id, { withTokens: true });
  }

  async testCall(token: string): Promise<boolean> {
    const { status, json } = await this.ask({
      method: 'POST',
      url: this.origin + authorizePath,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const reply = json as { allow?: boolean; result?: unknown } | undefined;
    return status === 200 && reply?.allow === true && reply.result !== undefined;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    return path === authorizePath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return this.ledger.ownerOf(askedToken(request.body) ?? '');
  }

  protected answer(request: ReceivedRequest): Reply {
    if (request.method !== 'POST' || request.url.pathname !== authorizePath) {
      return { status: 404, json: { status: 404, message: 'not found' } };
    }
    const token = askedToken(request.body);
    if (token === undefined) return { status: 400, json: { status: 400, message: 'token is required' } };
    const issued = this.ledger.find(token);
    const credential = issued && this.credentialWithId(issued.credentialId);
    if (credential === undefined) return this.refusal();
    const result = { id: credential.userId, tags: credential.tags };
    return { status: 200, json: { allow: true, valid: true, result } };
  }

  protected refusal(): Reply {
    return { status: 200, json: { allow: false, valid: false } };
  }
}

function askedToken(body: string): string | undefined {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}
