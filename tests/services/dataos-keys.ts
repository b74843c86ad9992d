import { randomUUID } from 'node:crypto';
import { bearerToken, jsonMembers, type ReceivedRequest, type Reply } from './received-request.ts';

/** An API key, which is itself the token. `id` is the key's name, unique here. */
export interface DataosCredential {
  readonly id: string;
  /** base64 of `name.uuid`. */
  readonly key: string;
  readonly userId: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly expiresAtMs: number;
}

/** What the key calls need of their service. */
interface KeyHolder {
  nowMs(): number;
  /** Lifetime of a key that names no duration. */
  lifetimeS(): number;
  all(): readonly DataosCredential[];
  /** The key with this value, if it is good now. */
  withValue(key: string): DataosCredential | undefined;
  add(wanted: Partial<DataosCredential>): DataosCredential;
  remove(id: string): void;
}

const keysPath = /^\/heimdall\/api\/v1\/users\/([^/]+)\/tokens(?:\/([^/]+))?$/;
const createMembers = ['type', 'name', 'duration', 'description', 'use_existing', 'user_id'];

/**
 * Listing, making and deleting keys at Heimdall (contracts, section 2.3). Assumed, as the contract names no source for
 * it: 409 for a name that is taken, 204 for a deletion, 403 for another user's keys, names unique over all users, and
 * that a duration other than Go hours is refused.
 */
export class DataosKeys {
  readonly #holder: KeyHolder;

  constructor(holder: KeyHolder) {
    this.#holder = holder;
  }

  knows(path: string): boolean {
    return keysPath.test(path);
  }

  /** The key that the request is made with, by either of the two headers. */
  callerKey(request: ReceivedRequest): string | undefined {
    return bearerToken(request) || request.header('apikey');
  }

  answer(request: ReceivedRequest): Reply {
    const [, userId = '', name] = keysPath.exec(request.url.pathname)?.map(decoded) ?? [];
    const caller = this.#holder.withValue(this.callerKey(request) ?? '');
    if (caller === undefined) return error(401, 'the key is invalid or has expired');
    if (caller.userId !== userId) return error(403, 'the key belongs to another user');
    if (name === undefined) {
      if (request.method === 'POST') return this.#create(request, caller);
      if (request.method === 'GET') return { status: 200, json: this.#keysOf(userId).map(keyObject) };
      return error(405, 'method not allowed');
    }
    const found = this.#keysOf(userId).find(({ id }) => id === name);
    if (found === undefined) return error(404, 'token not found');
    if (request.method === 'GET') return { status: 200, json: keyObject(found) };
    if (request.method !== 'DELETE') return error(405, 'method not allowed');
    this.#holder.remove(found.id);
    return { status: 204 };
  }

  #keysOf(userId: string): readonly DataosCredential[] {
    return this.#holder.all().filter((key) => key.userId === userId);
  }

  #create(request: ReceivedRequest, caller: DataosCredential): Reply {
    const members = jsonMembers(request);
    if (members === undefined) return error(400, 'a JSON body is required');
    const wrong = wrongMember(members, caller.userId);
    if (wrong !== undefined) return error(400, wrong);
    const { name, duration, description = '', use_existing = false } = members as CreateMembers;
    const existing = this.#holder.all().find(({ id }) => id === name);
    if (existing !== undefined) {
      const isOurs = existing.userId === caller.userId;
      return use_existing && isOurs
        ? { status: 200, json: keyObject(existing) }
        : error(409, 'a token of this name exists');
    }
    const lifetimeS =
      duration === undefined ? this.#holder.lifetimeS() : Number.parseInt(duration, 10) * 3600;
    const created = this.#holder.add({
      ...(name === undefined ? {} : { id: name }),
      userId: caller.userId,
      tags: caller.tags,
      description,
      // Whole seconds, as `expiration` is written.
      expiresAtMs: Math.floor(this.#holder.nowMs() / 1000 + lifetimeS) * 1000,
    });
    return { status: 201, json: keyObject(created) };
  }
}

/** Of `POST …/tokens`, once {@link wrongMember} found nothing. */
interface CreateMembers {
  readonly name?: string;
  /** Go hours. */
  readonly duration?: string;
  readonly description?: string;
  readonly use_existing?: boolean;
}

function wrongMember(members: Readonly<Record<string, unknown>>, callerId: string): string | undefined {
  const unknown = Object.keys(members).find((name) => !createMembers.includes(name));
  if (unknown !== undefined) return `unknown member ${unknown}`;
  const { type, name, duration, description = '', use_existing = false, user_id = callerId } = members;
  if (type !== 'apikey') return 'type must be apikey';
  if (name !== undefined && (typeof name !== 'string' || name === '')) return 'name must be a text';
  const isHours = typeof duration === 'string' && /^[1-9]\d*h$/.test(duration);
  if (duration !== undefined && !isHours) return 'duration must be hours, such as 24h';
  if (typeof description !== 'string') return 'description must be a text';
  if (typeof use_existing !== 'boolean') return 'use_existing must be true or false';
  return user_id === callerId ? undefined : 'user_id must be the user of the path';
}

/** The token object of the contract; `expiration` in whole seconds. */
function keyObject({ id, key, userId, description, expiresAtMs }: DataosCredential) {
  const expiration = new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const links = { self: { href: `/api/v1/users/${userId}/tokens/${id}` } };
  return {
    name: id,
    type: 'apikey',
    expiration,
    user_id: userId,
    description,
    data: { apikey: key },
    _links: links,
  };
}

/** A value of the documented shape: base64 of `name.uuid`. */
export const keyOfName = (name: string): string =>
  Buffer.from(`${name}.${randomUUID()}`, 'ascii').toString('base64');

const error = (status: number, message: string): Reply => ({ status, json: { status, message } });

const decoded = (part: string | undefined): string | undefined => part && decodeURIComponent(part);
