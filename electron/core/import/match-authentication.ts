import { formEncode } from '#core/providers/encodings';
import type { ClientAuthentication } from '#core/providers/preset-request';
import { type CalledRequest, flatMembers, headerValue, type Pair } from './called-request.ts';

/** What a way of client authentication finds in a request. */
export interface AuthenticationMatch {
  /** 3: exactly this way, 1: the same values sent in another way, 0: nothing of it is there. */
  readonly fit: number;
  /** By field id; placeholders are among them. */
  readonly values: readonly Pair[];
  /** Names of the members and headers that it explains. */
  readonly used: readonly string[];
}

const nothing: AuthenticationMatch = { fit: 0, values: [], used: [] };

/** Headers of a request, with the Bearer that was taken apart. */
export function allHeaders({ headers, bearer }: CalledRequest): Pair[] {
  return bearer === null ? [...headers] : [...headers, ['Authorization', `Bearer ${bearer}`]];
}

/** Finds the values of a way of client authentication. */
export function matchAuthentication(
  method: ClientAuthentication,
  request: CalledRequest,
): AuthenticationMatch {
  switch (method.method) {
    case 'client_secret_basic':
      return matchPair(method, request, request.basic !== null, basicFit(method.formEncode, request));
    case 'client_secret_post':
      return matchPair(method, request, request.basic === null, 3);
    case 'header':
      return matchHeader(method, request);
    case 'client_id':
      return matchClientId(method.idField, request);
    case 'private_key_jwt':
      return flatMembers(request).has('client_assertion') ? { ...nothing, fit: 2 } : nothing;
    case 'none':
      return nothing;
  }
}

/** Both encodings give the same for most ids and secrets; then the standard one is taken. */
function basicFit(isEncoding: boolean, { basic }: CalledRequest): number {
  if (basic === null) return 1;
  const isPlain = [basic.id, basic.secret].every((text) => formEncode(text.toWellFormed()) === text);
  return isEncoding === (isPlain || basic.isFormEncoded) ? 3 : 2;
}

function matchPair(
  { idField, secretField }: { idField: string; secretField: string },
  request: CalledRequest,
  isThisWay: boolean,
  fit: number,
): AuthenticationMatch {
  const members = flatMembers(request);
  const id = request.basic?.id ?? members.get('client_id');
  const secret = request.basic?.secret ?? members.get('client_secret');
  if (id === undefined && secret === undefined) return nothing;
  return {
    fit: isThisWay ? fit : 1,
    values: [
      [idField, id ?? ''],
      [secretField, secret ?? ''],
    ],
    used: request.basic === null ? ['client_id', 'client_secret'] : [],
  };
}

function matchHeader(
  { name, prefix, secretField }: { name: string; prefix: string; secretField: string },
  request: CalledRequest,
): AuthenticationMatch {
  const value = headerValue(allHeaders(request), name);
  if (value === null || !value.toLowerCase().startsWith(prefix.toLowerCase())) return nothing;
  return { fit: 3, values: [[secretField, value.slice(prefix.length)]], used: [name] };
}

function matchClientId(idField: string, request: CalledRequest): AuthenticationMatch {
  const members = flatMembers(request);
  const id = members.get('client_id');
  if (id === undefined || request.basic !== null || members.has('client_secret')) return nothing;
  return { fit: 2, values: [[idField, id]], used: ['client_id'] };
}
