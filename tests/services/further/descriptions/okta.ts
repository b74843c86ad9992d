import { randomBytes } from 'node:crypto';
import { randomAlphanumeric } from '../../random-secrets.ts';
import { assertionClient, basicClient } from '../client-checks.ts';
import { grant, matching, optional, scopes } from '../member-demands.ts';
import {
  introspectionRoute,
  oauthAnswer,
  oauthRefusal,
  revocationRoute,
  statusOf,
} from '../oauth-answers.ts';
import { sampleKeyPair } from '../sample-key-pair.ts';
import { askedUrl, type RefusalForm, type ServiceDescription } from '../service-description.ts';
import { bearerGet, introspection } from '../test-calls.ts';
import { bearerRoute, hasScope, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

/** Calls of the API have the vendor's own form of errors, token calls that of OAuth. */
const refuse: RefusalForm = (refused, visit) => {
  if (!visit.request.url.pathname.startsWith('/api/')) return oauthRefusal(refused, visit);
  const errorCode = refused.kind === 'insufficient_scope' ? 'E0000006' : 'E0000011';
  const errorId = `oae${randomBytes(12).toString('base64url')}`;
  return {
    status: statusOf[refused.kind],
    json: { errorCode, errorSummary: refused.message, errorLink: errorCode, errorId, errorCauses: [] },
  };
};

const orgClient = assertionClient({
  kind: 'invalid_client',
  credentialOf: (iss, { inside }) => inside.credentials.find(({ id }) => id === iss),
  audiences: (visit) => [askedUrl(visit)],
  subject: (iss) => iss,
  longest: { after: 'now', seconds: 3600 },
  skewS: 30,
});

/** The org authorization server (section 6): a signed assertion and scopes of the vendor's API only. */
export const oktaOrg: ServiceDescription = {
  id: 'okta-org',
  lifetimeS: 3600,
  newCredential: () => ({
    id: `0oa${randomAlphanumeric(17)}`,
    secret: '',
    keyPair: sampleKeyPair(0),
    also: {},
  }),
  routes: [
    tokenRoute({
      path: '/oauth2/v1/token',
      client: [orgClient],
      members: { grant_type: grant('client_credentials'), scope: scopes(/okta\.[\w.]+/) },
      token: ({ visit, credential, members }) =>
        jwtToken({
          iss: visit.inside.origin,
          sub: credential.id,
          scp: members['scope']?.split(' '),
          ...jwtTimes(visit.inside),
        }),
      answer: (issued, { members }) => ({ ...oauthAnswer(issued), scope: members['scope'] }),
    }),
    bearerRoute({
      path: '/api/v1/users',
      query: { limit: optional(matching(/^\d+$/)) },
      needs: hasScope('okta.users.read'),
      answer: () => ({ status: 200, json: [{ id: '00u1sample', status: 'ACTIVE' }] }),
    }),
  ],
  refuse,
  testCall: bearerGet('/api/v1/users?limit=1'),
};

const customPath = '/oauth2/{serverId}/v1';

/** A custom authorization server (section 6): Basic and a scope of its own. */
export const oktaCustom: ServiceDescription = {
  id: 'okta-custom',
  lifetimeS: 3600,
  places: () => ({ serverId: `aus${randomAlphanumeric(17)}` }),
  newCredential: () => ({ id: `0oa${randomAlphanumeric(17)}`, secret: randomAlphanumeric(64), also: {} }),
  routes: [
    tokenRoute({
      path: `${customPath}/token`,
      client: [basicClient],
      members: { grant_type: grant('client_credentials'), scope: scopes(/reports\.(?:read|write)/) },
      token: ({ visit, credential, members }) =>
        jwtToken({
          iss: visit.inside.urlOf('/oauth2/{serverId}'),
          cid: credential.id,
          scp: members['scope']?.split(' '),
          ...jwtTimes(visit.inside),
        }),
      answer: (issued, { members }) => ({ ...oauthAnswer(issued), scope: members['scope'] }),
    }),
    introspectionRoute(`${customPath}/introspect`, [basicClient]),
    revocationRoute(`${customPath}/revoke`, [basicClient]),
  ],
  refuse,
  testCall: introspection(`${customPath}/introspect`),
  testPassed: ({ active }) => active === true,
};
