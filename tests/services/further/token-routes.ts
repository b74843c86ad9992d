import { createPrivateKey, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Reply } from '../received-request.ts';
import type { RequestPurpose } from '../request-journal.ts';
import type { IssuedToken } from '../token-ledger.ts';
import { type ClientCheck, checkClient } from './client-checks.ts';
import {
  type BodyForm,
  bodyMembers,
  checkMembers,
  type Demand,
  type Members,
  singleValues,
} from './member-demands.ts';
import { sampleKeyPair } from './sample-key-pair.ts';
import {
  type FurtherCredential,
  Refused,
  type Route,
  type ServiceInside,
  type Visit,
} from './service-description.ts';

type Demands = Readonly<Record<string, Demand>>;

/** A call that a client makes with its key: the token call, revocation, introspection. */
export interface ClientCall {
  readonly path: string;
  /** `exchange` if absent. */
  readonly purpose?: RequestPurpose;
  /** Forms of the body that are documented; `form` if absent. */
  readonly forms?: readonly BodyForm[];
  /** The documented ways of client authentication. */
  readonly client: readonly ClientCheck[];
  /** Every documented member except those of the client authentication. */
  readonly members: Demands;
  /** Whether the members may be in the query instead, with no body. */
  readonly allowsQuery?: boolean;
}

/** Somebody's request for a token that was found good. */
export interface GoodCall {
  readonly visit: Visit;
  readonly credential: FurtherCredential;
  /** Without those of the client authentication. */
  readonly members: Members;
}

/** `POST` of a client, with everything else refused. */
export function clientCall(call: ClientCall, answer: (good: GoodCall) => Reply | Promise<Reply>): Route {
  return {
    purpose: call.purpose ?? 'exchange',
    method: 'POST',
    path: call.path,
    answer: async (visit) => {
      const members = sentMembers(call, visit);
      const { credential, rest } = await checkClient(visit, members, call.client);
      checkMembers(rest, call.members, visit);
      return answer({ visit, credential, members: rest });
    },
  };
}

/** `POST` of members that needs no client authentication, as where knowing the token is enough to withdraw it. */
export function openCall(
  call: Omit<ClientCall, 'client'>,
  answer: (visit: Visit, members: Members) => Reply,
): Route {
  return {
    purpose: call.purpose ?? 'manage',
    method: 'POST',
    path: call.path,
    answer: (visit) => {
      const members = sentMembers(call, visit);
      checkMembers(members, call.members, visit);
      return answer(visit, members);
    },
  };
}

function sentMembers(
  { forms = ['form'], allowsQuery = false }: Omit<ClientCall, 'client'>,
  { request }: Visit,
): Members {
  const query = singleValues(request.url.searchParams);
  const inQuery = Object.keys(query).length > 0;
  if (inQuery && !allowsQuery) throw new Refused('invalid_request', 'no query is documented');
  const inBody = bodyMembers(request, inQuery || allowsQuery ? ['none', ...forms] : forms);
  if (inQuery && Object.keys(inBody).length > 0) {
    throw new Refused('invalid_request', 'either query or body');
  }
  return inQuery ? query : inBody;
}

/** The call that issues tokens. */
export interface TokenCall extends ClientCall {
  /** An opaque token if absent. */
  readonly token?: (good: GoodCall) => string | Promise<string>;
  readonly status?: number;
  readonly answer: (issued: IssuedToken, good: GoodCall) => object;
}

export function tokenRoute(call: TokenCall): Route {
  return clientCall(call, async (good) => {
    const token = (await call.token?.(good)) ?? opaqueToken();
    const issued = good.visit.inside.issue(token, good.credential, good.members);
    return { status: call.status ?? 200, json: call.answer(issued, good) };
  });
}

/** A call that is made with a token. */
export interface BearerCall {
  /** `GET` if absent. */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** `testCall` if absent. */
  readonly purpose?: RequestPurpose;
  /** The word before the token; `Bearer` if absent. */
  readonly scheme?: string;
  /** Headers that are demanded beside it. */
  readonly headers?: Readonly<Record<string, RegExp>>;
  readonly query?: Demands;
  /** Absent: no body may be sent. */
  readonly body?: { readonly forms: readonly BodyForm[]; readonly members: Demands };
  /** What the token must have been asked for. */
  readonly needs?: (asked: Members, visit: Visit) => boolean;
  readonly answer: (good: GoodBearerCall) => Reply;
}

export interface GoodBearerCall {
  readonly visit: Visit;
  readonly issued: IssuedToken;
  /** Of the body. */
  readonly members: Members;
}

export function bearerRoute(call: BearerCall): Route {
  return {
    purpose: call.purpose ?? 'testCall',
    method: call.method ?? 'GET',
    path: call.path,
    answer: (visit) => {
      const { request, inside } = visit;
      const [scheme, token = '', ...more] = (request.header('authorization') ?? '').split(' ');
      const issued = inside.issued(token);
      if (scheme !== (call.scheme ?? 'Bearer') || more.length > 0 || issued === undefined) {
        throw new Refused('invalid_token', 'the token is invalid or has expired');
      }
      checkHeaders(visit, call.headers ?? {});
      checkMembers(singleValues(request.url.searchParams), call.query ?? {}, visit);
      const members = bodyMembers(request, call.body?.forms ?? ['none']);
      checkMembers(members, call.body?.members ?? {}, visit);
      if (call.needs?.(issued.asked ?? {}, visit) === false) {
        throw new Refused('insufficient_scope', 'the token was not issued for this');
      }
      return call.answer({ visit, issued, members });
    },
  };
}

export function checkHeaders({ request }: Visit, headers: Readonly<Record<string, RegExp>>): void {
  for (const [name, pattern] of Object.entries(headers)) {
    if (!pattern.test(request.header(name) ?? '')) throw new Refused('invalid_request', `header ${name}`);
  }
}

/** Whether a scope is among those that a token was asked for. */
export const hasScope =
  (scope: string) =>
  ({ scope: asked = '' }: Members): boolean =>
    asked.split(' ').includes(scope);

/** Letters and digits, with a prefix if the provider's tokens have one. */
export const opaqueToken = (prefix = ''): string => prefix + randomBytes(36).toString('base64url');

/** A token that is a JWT, RS256, of the given claims. */
export function jwtToken(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const header = { alg: 'RS256', typ: 'JWT', kid: 'sample-1' };
  return new SignJWT(claims)
    .setProtectedHeader(header)
    .sign(createPrivateKey(sampleKeyPair(1).privateKeyPem));
}

/** `iat`, `exp` and a random `jti` for a token that is issued now. */
export function jwtTimes(inside: ServiceInside): { iat: number; exp: number; jti: string } {
  const iat = Math.floor(inside.nowMs() / 1000);
  return { iat, exp: iat + inside.lifetimeS, jti: randomBytes(12).toString('hex') };
}

/** Seconds from now until the token ends. */
export const expiresInS = ({ issuedAtMs, expiresAtMs }: IssuedToken): number =>
  Math.round((expiresAtMs - issuedAtMs) / 1000);
