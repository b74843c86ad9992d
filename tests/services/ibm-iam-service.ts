import { randomUUID } from 'node:crypto';
import { identityError, managementError } from './ibm-iam-errors.ts';
import { type IbmIamCredential, IbmIamKeys } from './ibm-iam-keys.ts';
import { randomAlphanumeric } from './random-secrets.ts';
import type { ReceivedRequest, Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import type { SignClaims } from './rs256-signer.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

const tokenPath = '/identity/token';
const detailsPath = '/v1/apikeys/details';
const apikeyGrant = 'urn:ibm:params:oauth:grant-type:apikey';

/** IBM Cloud IAM (contracts, sections 3.3 and 3.4); what manages keys is in `ibm-iam-keys.ts`. */
export class IbmIamService extends SampleService<IbmIamCredential> {
  readonly #sign: SignClaims;
  readonly #keys = new IbmIamKeys({
    acceptsToken: (token) => this.accepts(token),
    ownerOf: (token) => this.credentialWithId(this.ledger.ownerOf(token) ?? ''),
    withId: (id) => this.credentialWithId(id),
    withValue: (apiKey) => this.#keyOf(apiKey),
    put: (wanted) => this.addCredential(wanted),
    remove: (id) => this.revokeCredential(id),
  });

  constructor(setting: ServiceSetting, sign: SignClaims) {
    super('ibm-iam', setting, 3600);
    this.#sign = sign;
    this.addCredential();
  }

  addCredential(wanted: Partial<IbmIamCredential> = {}): IbmIamCredential {
    return this.accept({
      id: `ApiKey-${randomUUID()}`,
      apiKey: randomAlphanumeric(44),
      name: `sample-key-${this.credentials.length + 1}`,
      description: '',
      iamId: 'IBMid-550000SAMPLE',
      createdAtMs: this.nowMs(),
      isLocked: false,
      ...wanted,
    });
  }

  /** Describes the key that the token came from: harmless, and says whether both are good. */
  async testCall(token: string): Promise<boolean> {
    const credential = this.credentialWithId(this.ledger.ownerOf(token) ?? '') ?? this.credential;
    const { status } = await this.ask({
      method: 'GET',
      url: this.origin + detailsPath,
      headers: { authorization: `Bearer ${token}`, 'IAM-ApiKey': credential.apiKey },
    });
    return status === 200;
  }

  protected purposeOf(_method: string, path: string): RequestPurpose {
    if (path === tokenPath) return 'exchange';
    if (path === detailsPath) return 'testCall';
    return this.#keys.knows(path) ? 'manage' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return this.#keyOf(request.form.get('apikey') ?? request.header('iam-apikey'))?.id;
  }

  protected async answer(request: ReceivedRequest): Promise<Reply> {
    const { method, url } = request;
    if (method === 'POST' && url.pathname === tokenPath) return this.#issue(request);
    if (this.#keys.knows(url.pathname)) return this.#keys.answer(request);
    return managementError(404, 'not_found', 'not found');
  }

  protected refusal(): Reply {
    return identityError(400, 'BXNIM0415E', 'Provided API key could not be found', this.origin);
  }

  async #issue({ form }: ReceivedRequest): Promise<Reply> {
    if (form.get('grant_type') !== apikeyGrant) {
      return identityError(400, 'BXNIM0106E', 'Property malformed: grant_type', this.origin);
    }
    const credential = this.#keyOf(form.get('apikey'));
    if (credential === undefined || this.#isExpired(credential)) return this.refusal();
    const issuedAtMs = this.nowMs();
    const iat = Math.floor(issuedAtMs / 1000);
    const exp = iat + this.lifetimeS;
    const token = await this.#sign({
      iam_id: credential.iamId,
      account: { bss: 'sample-account' },
      iat,
      exp,
    });
    this.ledger.record({ token, credentialId: credential.id, issuedAtMs, expiresAtMs: exp * 1000 });
    return {
      status: 200,
      json: {
        access_token: token,
        refresh_token: 'not_supported',
        ims_user_id: 1_180_000,
        token_type: 'Bearer',
        expires_in: this.lifetimeS,
        expiration: exp,
        scope: 'ibm openid',
      },
    };
  }

  #keyOf(apiKey: string | null | undefined): IbmIamCredential | undefined {
    return this.credentials.find((credential) => credential.apiKey === apiKey);
  }

  #isExpired({ expiresAtMs }: IbmIamCredential): boolean {
    return expiresAtMs !== undefined && expiresAtMs <= this.nowMs();
  }
}
