import { randomUUID } from 'node:crypto';
import { randomAlphanumeric } from '../../random-secrets.ts';
import { basicClient } from '../client-checks.ts';
import { exactly, grant } from '../member-demands.ts';
import { oauthAnswer, oauthRefusal, statusOf } from '../oauth-answers.ts';
import type { FurtherCredential, RefusalForm, Route, ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

const newCredential = (): FurtherCredential => ({
  id: randomUUID(),
  secret: `dose${randomAlphanumeric(32)}`,
  also: {},
});

const exchange = (path: string): Route =>
  tokenRoute({
    path,
    client: [basicClient],
    members: { grant_type: grant('client_credentials'), scope: exactly('all-apis', 'invalid_scope') },
    token: ({ visit, credential }) =>
      jwtToken({
        iss: visit.inside.origin,
        sub: credential.id,
        scope: 'all-apis',
        ...jwtTimes(visit.inside),
      }),
    answer: (issued) => ({ ...oauthAnswer(issued), scope: 'all-apis' }),
  });

/**
 * A workspace (section 6). Its test call is the vendor's SCIM `Me`. Assumed: the OAuth form for refused exchanges, and
 * `error_code` with `message` for refused calls.
 */
export const databricks: ServiceDescription = {
  id: 'databricks',
  lifetimeS: 3600,
  newCredential,
  routes: [
    exchange('/oidc/v1/token'),
    {
      purpose: 'other',
      method: 'GET',
      path: '/oidc/.well-known/oauth-authorization-server',
      answer: ({ inside }) => ({
        status: 200,
        json: {
          issuer: `${inside.origin}/oidc`,
          token_endpoint: `${inside.origin}/oidc/v1/token`,
          grant_types_supported: ['client_credentials'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
        },
      }),
    },
    bearerRoute({
      path: '/api/2.0/preview/scim/v2/Me',
      answer: ({ issued }) => ({
        status: 200,
        json: { id: '4711', userName: issued.credentialId, displayName: 'Sample principal', active: true },
      }),
    }),
  ],
  refuse: (refused, visit) =>
    refused.kind === 'invalid_token'
      ? { status: 403, json: { error_code: 403, message: 'Invalid access token.' } }
      : oauthRefusal(refused, visit),
  testCall: bearerGet('/api/2.0/preview/scim/v2/Me'),
};

/** The other form of errors of section 6: `errorCode` and `errorSummary`. */
const errorCodeRefusal: RefusalForm = ({ kind, message }) => ({
  status: statusOf[kind],
  json: { errorCode: kind, errorSummary: message },
});

/** The account (section 6), with the errors of the other form, so that both are met. */
export const databricksAccount: ServiceDescription = {
  id: 'databricks-account',
  lifetimeS: 3600,
  places: () => ({ accountId: randomUUID() }),
  newCredential,
  routes: [
    exchange('/oidc/accounts/{accountId}/v1/token'),
    bearerRoute({
      path: '/api/2.0/accounts/{accountId}/workspaces',
      answer: () => ({ status: 200, json: [{ workspace_id: 1, workspace_name: 'analytics' }] }),
    }),
  ],
  refuse: errorCodeRefusal,
  testCall: bearerGet('/api/2.0/accounts/{accountId}/workspaces'),
};
