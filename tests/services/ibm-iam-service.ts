import { randomBytes, randomUUID } from 'node:crypto';
import { identityError, managementError } from './ibm-iam-errors.ts';
import { randomAlphanumeric } from './random-secrets.ts';
import { bearerToken, type ReceivedRequest, type Reply } from './received-request.ts';
import type { RequestPurpose } from './request-journal.ts';
import type { SignClaims } from './rs256-signer.ts';
import { SampleService, type ServiceSetting } from './sample-service.ts';

export interface IbmIamCredential {
  /** The `ApiKey-…` id of key management. */
  readonly id: string;
  readonly apiKey: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
}

const tokenPath = '/identity/token';
const detailsPath = '/v1/apikeys/details';
const apikeyGrant = 'urn:ibm:params:oauth:grant-type:apikey';

/** IBM Cloud IAM (contracts, sections 3.3 and 3.4). */
export class IbmIamService extends SampleService<IbmIamCredential> {
  readonly #sign: SignClaims;

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
      createdAtMs: this.nowMs(),
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
    return path === detailsPath ? 'testCall' : 'other';
  }

  protected credentialIdOf(request: ReceivedRequest): string | undefined {
    return this.#keyOf(request.form.get('apikey') ?? request.header('iam-apikey'))?.id;
  }

  protected async answer(request: ReceivedRequest): Promise<Reply> {
    const { method, url } = request;
    if (method === 'POST' && url.pathname === tokenPath) return this.#issue(request);
    if (method === 'GET' && url.pathname === detailsPath) return this.#details(request);
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
    if (credential === undefined || isExpired(credential)) return this.refusal();
    const issuedAtMs = this.nowMs();
    const iat = Math.floor(issuedAtMs / 1000);
    const exp = iat + this.lifetimeS;
    const iamId = `IBMid-${credential.id}`;
    const token = await this.#sign({ iam_id: iamId, account: { bss: 'sample-account' }, iat, exp });
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

  #details(request: ReceivedRequest): Reply {
    if (!this.accepts(bearerToken(request))) return managementError(401, 'BXNIM0308E', 'token is not valid');
    const credential = this.#keyOf(request.header('iam-apikey'));
    if (credential === undefined) return managementError(404, 'not_found', 'API key could not be found');
    const { id, name, createdAtMs, expiresAtMs } = credential;
    return {
      status: 200,
      json: {
        id,
        entity_tag: `1-${randomBytes(16).toString('hex')}`,
        crn: `crn:v1:bluemix:public:iam-identity::a/sample-account::apikey:${id}`,
        locked: false,
        disabled: false,
        created_at: ibmTime(createdAtMs),
        ...(expiresAtMs === undefined ? {} : { expires_at: ibmTime(expiresAtMs) }),
        name,
        iam_id: `IBMid-${id}`,
        account_id: 'sample-account',
      },
    };
  }

  #keyOf(apiKey: string | null | undefined): IbmIamCredential | undefined {
    return this.credentials.find((credential) => credential.apiKey === apiKey);
  }
}

const isExpired = ({ expiresAtMs }: IbmIamCredential): boolean =>
  expiresAtMs !== undefined && expiresAtMs <= Date.now();

/** `yyyy-MM-ddTHH:mm+0000`: minutes, and an offset without colon, which `Date.parse` need not accept (contract 3.4). */
const ibmTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16)}+0000`;
