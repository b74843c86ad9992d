import { randomBytes, randomUUID } from 'node:crypto';
import { randomAlphanumeric } from './random-secrets.ts';
import type { ReceivedRequest, Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import type { SignClaims } from './rs256-signer.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

export interface IbmDbaasCredential {
  readonly id: string;
  readonly apiKey: string;
  /** Part of later URLs. */
  readonly userId: string;
}

const tokenPath = /^\/api\/v[123]\/auth\/token$/;
/** v1 knew no user id in the path. */
const servicesPath = /^\/api\/(?:v1|v[23]\/([^/]+))\/services$/;

/**
 * IBM Cloud Hyper Protect DBaaS Manager (contracts, sections 3.1 and 3.2): a JWT without `expires_in`. Assumed, as the
 * contract names no source for it: 400 for every refused key, the members of error bodies and of the service list.
 */
export class IbmDbaasService extends SampleService<IbmDbaasCredential> {
  readonly #sign: SignClaims;

  constructor(setting: ServiceSetting, sign: SignClaims) {
    super('ibm-dbaas', setting, 3600);
    this.#sign = sign;
    this.addCredential();
  }

  addCredential(wanted: Partial<IbmDbaasCredential> = {}): IbmDbaasCredential {
    const userId = randomBytes(16).toString('hex');
    return this.accept({ id: randomUUID(), apiKey: randomAlphanumeric(44), userId, ...wanted });
  }

  async testCall(token: string): Promise<boolean> {
    const owner = this.credentialWithId(this.ledger.ownerOf(token) ?? '') ?? this.credential;
    const { status } = await this.ask({
      method: 'GET',
      url: `${this.origin}/api/v3/${owner.userId}/services`,
      headers: { 'x-auth-token': token },
    });
    return status === 200;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (tokenPath.test(path)) return 'exchange';
    return servicesPath.test(path) ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    const token = request.header('x-auth-token');
    if (token !== undefined) return this.ledger.ownerOf(token);
    const apiKey = request.header('api_key');
    return this.credentials.find((credential) => credential.apiKey === apiKey)?.id;
  }

  protected async answer(request: ReceivedRequest): Promise<Reply> {
    const { method, url } = request;
    if (method === 'GET' && tokenPath.test(url.pathname)) return this.#issue(request);
    if (method === 'GET' && servicesPath.test(url.pathname)) return this.#services(request);
    return errorReply(404, 'not found');
  }

  protected refusal(): Reply {
    return errorReply(400, 'Provided API key could not be found');
  }

  async #issue(request: ReceivedRequest): Promise<Reply> {
    const apiKey = request.header('api_key');
    if (apiKey === undefined || apiKey === '') return errorReply(400, 'api_key is missing in the header');
    const credential = this.credentials.find((candidate) => candidate.apiKey === apiKey);
    if (credential === undefined) return this.refusal();
    const issuedAtMs = this.nowMs();
    const iat = Math.floor(issuedAtMs / 1000);
    const exp = iat + this.lifetimeS;
    const token = await this.#sign({ iam_id: `IBMid-${credential.userId}`, iat, exp });
    this.ledger.record({ token, credentialId: credential.id, issuedAtMs, expiresAtMs: exp * 1000 });
    return { status: 200, json: { access_token: token, user_id: credential.userId } };
  }

  #services(request: ReceivedRequest): Reply {
    const issued = this.ledger.find(request.header('x-auth-token') ?? '');
    if (issued === undefined) return errorReply(401, 'the x-auth-token is invalid or has expired');
    const askedUserId = servicesPath.exec(request.url.pathname)?.[1];
    const owner = this.credentialWithId(issued.credentialId);
    if (askedUserId !== undefined && owner !== undefined && askedUserId !== owner.userId) {
      return errorReply(403, 'the token belongs to another user');
    }
    return { status: 200, json: { services: [{ name: 'postgresql-prod', type: 'postgresql' }] } };
  }
}

const errorReply = (status: number, message: string): Reply => ({ status, json: { status, message } });
