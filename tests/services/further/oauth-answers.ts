import type { Reply } from '../received-request.ts';
import type { IssuedToken } from '../token-ledger.ts';
import type { ClientCheck } from './client-checks.ts';
import { anyText, matching, optional } from './member-demands.ts';
import type { RefusalForm, RefusalKind, Route } from './service-description.ts';
import { clientCall, expiresInS } from './token-routes.ts';

/** Status and form of RFC 6749 section 5.2 for token calls, and of RFC 6750 section 3.1 for calls with a token. */
export const oauthRefusal: RefusalForm = ({ kind, message }, { request }) => {
  const headers = challenge(kind, request.header('authorization'));
  return { status: statusOf[kind], json: { error: kind, error_description: message }, ...headers };
};

/** The usual status of each kind. */
export const statusOf: Readonly<Record<RefusalKind, number>> = {
  invalid_client: 401,
  invalid_grant: 400,
  invalid_request: 400,
  invalid_scope: 400,
  invalid_audience: 400,
  unsupported_grant_type: 400,
  invalid_token: 401,
  insufficient_scope: 403,
  not_found: 404,
};

function challenge(kind: RefusalKind, authorization: string | undefined): Pick<Reply, 'headers'> {
  if (kind === 'invalid_token' || kind === 'insufficient_scope') {
    return { headers: { 'www-authenticate': `Bearer error="${kind}"` } };
  }
  const isBasic = kind === 'invalid_client' && authorization?.startsWith('Basic ') === true;
  return isBasic ? { headers: { 'www-authenticate': 'Basic realm="token"' } } : {};
}

/** The answer of RFC 6749 section 5.1. */
export const oauthAnswer = (issued: IssuedToken, tokenType = 'Bearer') => ({
  access_token: issued.token,
  token_type: tokenType,
  expires_in: expiresInS(issued),
});

const tokenHint = optional(matching(/^(?:access|refresh)_token$/));

/** Introspection by a client (RFC 7662). */
export const introspectionRoute = (path: string, client: readonly ClientCheck[]): Route =>
  clientCall(
    { purpose: 'testCall', path, client, members: { token: anyText, token_type_hint: tokenHint } },
    ({ visit, members }) => {
      const issued = visit.inside.issued(members['token'] ?? '');
      if (issued === undefined) return { status: 200, json: { active: false } };
      const { credentialId, expiresAtMs, issuedAtMs, asked } = issued;
      const times = { exp: Math.floor(expiresAtMs / 1000), iat: Math.floor(issuedAtMs / 1000) };
      const scope = asked?.['scope'] === undefined ? {} : { scope: asked['scope'] };
      const json = { active: true, client_id: credentialId, token_type: 'Bearer', ...times, ...scope };
      return { status: 200, json };
    },
  );

/** Revocation by a client (RFC 7009): 200 also for a token that is not known. */
export const revocationRoute = (path: string, client: readonly ClientCheck[]): Route =>
  clientCall(
    { purpose: 'manage', path, client, members: { token: anyText, token_type_hint: tokenHint } },
    ({ visit, members }) => {
      visit.inside.withdrawToken(members['token'] ?? '');
      return { status: 200 };
    },
  );
