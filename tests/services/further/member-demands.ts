import { jsonMembers, type ReceivedRequest } from '../received-request.ts';
import { type RefusalKind, Refused, type Visit } from './service-description.ts';

/** What a member of a body or query has to be. Throws {@link Refused}; the name is for its text. */
export type Demand = (value: string | undefined, visit: Visit, name: string) => void;

export type Members = Readonly<Record<string, string>>;

/** `none`: no body at all. */
export type BodyForm = 'form' | 'json' | 'none';

export const exactly =
  (wanted: string, kind: RefusalKind = 'invalid_request'): Demand =>
  (value, _, name) => {
    if (value !== wanted) throw new Refused(value === undefined ? 'invalid_request' : kind, name);
  };

/** `grant_type` with that value. */
export const grant = (wanted: string): Demand => exactly(wanted, 'unsupported_grant_type');

export const matching =
  (pattern: RegExp, kind: RefusalKind = 'invalid_request'): Demand =>
  (value, _, name) => {
    if (value === undefined || !pattern.test(value)) throw new Refused(kind, name);
  };

/** One of the values that the service has at the time. */
export const oneOf =
  (wanted: (visit: Visit) => readonly string[], kind: RefusalKind = 'invalid_request'): Demand =>
  (value, visit, name) => {
    if (value === undefined || !wanted(visit).includes(value)) throw new Refused(kind, name);
  };

export const optional =
  (demand: Demand): Demand =>
  (value, visit, name) => {
    if (value !== undefined) demand(value, visit, name);
  };

/** Any text but an empty one. */
export const anyText = matching(/^[^\r\n]+$/);

/** One or more scopes with spaces between (RFC 6749 section 3.3), each of the given form. */
export const scopes = (each: RegExp): Demand =>
  matching(new RegExp(`^(?:${each.source})(?: (?:${each.source}))*$`), 'invalid_scope');

/** Every demanded member is looked at; a member that no demand names is refused, as a wrong preset sends one. */
export function checkMembers(
  members: Members,
  demands: Readonly<Record<string, Demand>>,
  visit: Visit,
): void {
  for (const [name, demand] of Object.entries(demands)) demand(members[name], visit, name);
  const unknown = Object.keys(members).find((name) => !Object.hasOwn(demands, name));
  if (unknown !== undefined) throw new Refused('invalid_request', `${unknown} is not a known parameter`);
}

/** The members of a body in one of the forms. A repeated member (RFC 6749 section 3.2) and a value that is no text are refused. */
export function bodyMembers(request: ReceivedRequest, forms: readonly BodyForm[]): Members {
  const type = request.header('content-type')?.split(';', 1)[0]?.trim();
  if (request.body === '' && forms.includes('none')) return {};
  if (type === 'application/json' && forms.includes('json')) return jsonTexts(request);
  if (type === 'application/x-www-form-urlencoded' && forms.includes('form')) {
    return singleValues(new URLSearchParams(request.body));
  }
  throw new Refused('invalid_request', `the body must be ${forms.join(' or ')}, not ${type ?? 'untyped'}`);
}

export function singleValues(pairs: URLSearchParams): Members {
  const names = [...pairs.keys()];
  if (new Set(names).size < names.length) throw new Refused('invalid_request', 'a parameter is repeated');
  return Object.fromEntries(pairs);
}

function jsonTexts(request: ReceivedRequest): Members {
  const members = jsonMembers(request);
  if (members === undefined) throw new Refused('invalid_request', 'the body is not a JSON object');
  const isText = Object.values(members).every((value) => typeof value === 'string');
  if (!isText) throw new Refused('invalid_request', 'a member is not a text');
  return members as Members;
}
