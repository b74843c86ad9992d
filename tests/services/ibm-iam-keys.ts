import { randomBytes, randomUUID } from 'node:crypto';
import { managementError } from './ibm-iam-errors.ts';
import { bearerToken, jsonMembers, type ReceivedRequest, type Reply } from './received-request.ts';

export interface IbmIamCredential {
  /** The `ApiKey-…` id of key management. */
  readonly id: string;
  readonly apiKey: string;
  readonly name: string;
  readonly description: string;
  /** Whose key it is. */
  readonly iamId: string;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  /** A locked key refuses to be deleted. */
  readonly isLocked: boolean;
}

/** What the key calls need of their service. */
interface KeyHolder {
  acceptsToken(token: string): boolean;
  /** Whose token it is. */
  ownerOf(token: string): IbmIamCredential | undefined;
  withId(id: string): IbmIamCredential | undefined;
  withValue(apiKey: string | undefined): IbmIamCredential | undefined;
  /** Adds it, or puts it in the place of the one with the same id. */
  put(wanted: Partial<IbmIamCredential>): IbmIamCredential;
  remove(id: string): void;
}

const keysPath = /^\/v1\/apikeys(?:\/([^/]+)(\/lock)?)?$/;
const accountId = '9f1d2c3b4a5968778695a4b3c2d1e0f9';
const createMembers = [
  'name',
  'iam_id',
  'description',
  'account_id',
  'apikey',
  'store_value',
  'support_sessions',
  'action_when_leaked',
  'expires_at',
];

/**
 * Describing, making, unlocking and deleting keys (contracts, section 3.4). Assumed, as the contract names no source for
 * it: 201, 204 and the codes of errors, and that a locked key refuses its deletion with 409.
 */
export class IbmIamKeys {
  readonly #holder: KeyHolder;

  constructor(holder: KeyHolder) {
    this.#holder = holder;
  }

  knows(path: string): boolean {
    return keysPath.test(path);
  }

  answer(request: ReceivedRequest): Reply {
    const token = bearerToken(request);
    if (!this.#holder.acceptsToken(token)) return managementError(401, 'BXNIM0308E', 'token is not valid');
    const [, id, lock] = keysPath.exec(request.url.pathname) ?? [];
    const asked = `${request.method} ${lock ?? (id === undefined ? '' : '/id')}`;
    if (asked === 'POST ') return this.#create(request, this.#holder.ownerOf(token));
    if (request.method === 'GET' && id === 'details') return this.#details(request);
    const key = this.#holder.withId(id ?? '');
    if (key === undefined) return managementError(404, 'not_found', 'API key could not be found');
    if (asked === 'DELETE /id') return this.#delete(key);
    if (asked === 'POST /lock' || asked === 'DELETE /lock') {
      this.#holder.put({ ...key, isLocked: request.method === 'POST' });
      return { status: 204 };
    }
    return managementError(405, 'method_not_allowed', 'method not allowed');
  }

  #details(request: ReceivedRequest): Reply {
    const key = this.#holder.withValue(request.header('iam-apikey'));
    if (key === undefined) return managementError(404, 'not_found', 'API key could not be found');
    return { status: 200, json: keyObject(key) };
  }

  #create(request: ReceivedRequest, caller: IbmIamCredential | undefined): Reply {
    const members = jsonMembers(request);
    if (members === undefined) return managementError(400, 'invalid_request', 'a JSON body is required');
    const wrong = wrongMember(members, caller?.iamId);
    if (wrong !== undefined) return managementError(400, 'BXNIM0106E', `Property malformed: ${wrong}`);
    const { name, iam_id, description = '', expires_at } = members as Record<string, string>;
    const created = this.#holder.put({
      name: String(name),
      iamId: String(iam_id),
      description,
      isLocked: request.header('entity-lock') === 'true',
      ...(expires_at === undefined ? {} : { expiresAtMs: msOf(expires_at) }),
    });
    return { status: 201, json: { ...keyObject(created), apikey: created.apiKey } };
  }

  #delete(key: IbmIamCredential): Reply {
    if (key.isLocked) return managementError(409, 'BXNIM0421E', 'the API key is locked');
    this.#holder.remove(key.id);
    return { status: 204 };
  }
}

function wrongMember(members: Readonly<Record<string, unknown>>, callerIamId: string | undefined) {
  const unknown = Object.keys(members).find((name) => !createMembers.includes(name));
  if (unknown !== undefined) return unknown;
  const { name, iam_id, description = '', expires_at = '2031-01-01T00:00+0000' } = members;
  if (typeof name !== 'string' || name === '') return 'name';
  if (iam_id !== callerIamId) return 'iam_id';
  if (typeof description !== 'string') return 'description';
  const isTime = typeof expires_at === 'string' && ibmTimeForm.test(expires_at);
  return isTime ? undefined : 'expires_at';
}

/** The key object of the contract, without the value. */
function keyObject({ id, name, description, iamId, createdAtMs, expiresAtMs, isLocked }: IbmIamCredential) {
  const expiry = expiresAtMs === undefined ? {} : { expires_at: ibmTime(expiresAtMs) };
  return {
    context: { request_id: randomUUID().replaceAll('-', '') },
    id,
    entity_tag: `1-${randomBytes(16).toString('hex')}`,
    crn: `crn:v1:bluemix:public:iam-identity::a/${accountId}::apikey:${id}`,
    locked: isLocked,
    disabled: false,
    created_at: ibmTime(createdAtMs),
    created_by: iamId,
    modified_at: ibmTime(createdAtMs),
    name,
    support_sessions: false,
    action_when_leaked: 'none',
    ...expiry,
    description,
    iam_id: iamId,
    account_id: accountId,
  };
}

const ibmTimeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d\+0000$/;

/** `yyyy-MM-ddTHH:mm+0000`: minutes, and an offset without colon, which `Date.parse` need not accept (contract 3.4). */
const ibmTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16)}+0000`;

const msOf = (ibmTimeText: string): number => Date.parse(ibmTimeText.replace('+0000', 'Z'));
