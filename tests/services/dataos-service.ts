import { randomUUID } from 'node:crypto';
import { type DataosCredential, DataosKeys, keyOfName } from './dataos-keys.ts';
import { jsonMembers, type ReceivedRequest, type Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

const authorizePath = '/heimdall/api/v1/authorize';

/**
 * DataOS Heimdall (contracts, sections 2.2 and 2.3): nothing is exchanged, so `issuedTokens()` are the keys and
 * `failNext` means the check of a key. A wrong, expired or revoked key is a 200 with `allow: false`. Keys are made,
 * listed and deleted in `dataos-keys.ts`.
 */
export class DataosService extends SampleService<DataosCredential> {
  protected override readonly mainPurpose = 'testCall';
  readonly #keys = new DataosKeys({
    nowMs: () => this.nowMs(),
    lifetimeS: () => this.lifetimeS,
    all: () => this.credentials,
    withValue: (key) => this.#liveKey(key),
    add: (wanted) => this.addCredential(wanted),
    remove: (id) => this.revokeCredential(id),
  });

  constructor(setting: ServiceSetting) {
    super('dataos', setting, 24 * 3600);
    this.addCredential();
  }

  addCredential(wanted: Partial<DataosCredential> = {}): DataosCredential {
    const id = wanted.id ?? `token_plainly_gladly_proper_${randomUUID().slice(0, 8)}`;
    const issuedAtMs = this.nowMs();
    const credential = this.accept({
      key: keyOfName(id),
      userId: 'jane',
      tags: ['roles:id:data-dev', 'users:id:jane'],
      description: '',
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
    if (path === authorizePath) return 'testCall';
    return this.#keys.knows(path) ? 'manage' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return this.ledger.ownerOf(askedToken(request) ?? this.#keys.callerKey(request) ?? '');
  }

  protected answer(request: ReceivedRequest): Reply {
    if (this.#keys.knows(request.url.pathname)) return this.#keys.answer(request);
    if (request.method !== 'POST' || request.url.pathname !== authorizePath) {
      return { status: 404, json: { status: 404, message: 'not found' } };
    }
    const token = askedToken(request);
    if (token === undefined) return { status: 400, json: { status: 400, message: 'token is required' } };
    const credential = this.#liveKey(token);
    if (credential === undefined) return this.refusal();
    const result = { id: credential.userId, tags: credential.tags };
    return { status: 200, json: { allow: true, valid: true, result } };
  }

  protected refusal(): Reply {
    return { status: 200, json: { allow: false, valid: false } };
  }

  #liveKey(key: string): DataosCredential | undefined {
    const issued = this.ledger.find(key);
    return issued && this.credentialWithId(issued.credentialId);
  }
}

function askedToken(request: ReceivedRequest): string | undefined {
  const token = jsonMembers(request)?.['token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}
