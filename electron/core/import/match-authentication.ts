import type { ClientAuthentication } from '#core/providers/preset-request';
import { enteredPair } from './basic-pair.ts';
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

/** Finds the values of a way of client authentication; null when no values would give the header of the request. */
export function matchAuthentication(
  method: ClientAuthentication,
  request: CalledRequest,
): AuthenticationMatch | null {
  switch (method.method) {
    case 'client_secret_basic':
      return matchBasic(method, request);
    case 'client_secret_post':
      return matchPair(method, request, request.basic === null ? 3 : 1);
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

interface PairFields {
  readonly idField: string;
  readonly secretField: string;
}

/** Both encodings give the same for most ids and secrets; then the standard one is taken, as where it left its mark. */
function matchBasic(
  method: PairFields & { readonly formEncode: boolean },
  request: CalledRequest,
): AuthenticationMatch | null {
  const { basic } = request;
  if (basic === null) return matchPair(method, request, 1);
  const pair = enteredPair(basic, method.formEncode);
  if (pair === null) return null;
  const standard = enteredPair(basic, true);
  const isPlain = standard?.id === basic.id && standard.secret === basic.secret;
  const isStandard = standard !== null && (isPlain || /%[0-9a-f]{2}/i.test(`${basic.id}:${basic.secret}`));
  const fit = method.formEncode === isStandard ? 3 : 2;
  return matchPair(method, { ...request, basic: { ...basic, ...pair } }, fit);
}

function matchPair(
  { idField, secretField }: PairFields,
  request: CalledRequest,
  fit: number,
): AuthenticationMatch {
  const members = flatMembers(request);
  const id = request.basic?.id ?? members.get('client_id');
  const secret = request.basic?.secret ?? members.get('client_secret');
  if (id === undefined && secret === undefined) return nothing;
  return {
    fit,
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
