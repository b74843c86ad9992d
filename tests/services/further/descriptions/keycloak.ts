import { randomUUID } from 'node:crypto';
import { randomAlphanumeric } from '../../random-secrets.ts';
import { assertionClient, basicClient, type ClientCheck } from '../client-checks.ts';
import { anyText, grant, optional } from '../member-demands.ts';
import { introspectionRoute, oauthAnswer, oauthRefusal, revocationRoute } from '../oauth-answers.ts';
import { sampleKeyPair } from '../sample-key-pair.ts';
import { askedOrigin, askedUrl, type Route, type ServiceDescription } from '../service-description.ts';
import { introspection } from '../test-calls.ts';
import { bearerRoute, hasScope, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

const signedClient: ClientCheck = assertionClient({
  kind: 'invalid_client',
  credentialOf: (iss, { inside }) => inside.credentials.find(({ id }) => id === iss),
  // The realm's issuer, or the endpoint that is called.
  audiences: (visit) => [askedUrl(visit).replace(/\/protocol\/.*$/, ''), askedUrl(visit)],
  subject: (iss) => iss,
  needs: ['jti'],
  longest: { after: 'now', seconds: 3600 },
  skewS: 15,
});

const clients = [basicClient, signedClient];

const routesAt = (base: string): readonly Route[] => [
  tokenRoute({
    path: `${base}/token`,
    client: clients,
    members: { grant_type: grant('client_credentials'), scope: optional(anyText) },
    token: ({ visit, credential }) => {
      const iss = `${askedOrigin(visit)}${visit.request.url.pathname.replace(/\/protocol\/.*$/, '')}`;
      return jwtToken({ iss, azp: credential.id, typ: 'Bearer', ...jwtTimes(visit.inside) });
    },
    answer: (issued, { members }) => ({
      ...oauthAnswer(issued),
      refresh_expires_in: 0,
      'not-before-policy': 0,
      session_state: randomUUID(),
      scope: members['scope'] ?? 'profile email',
    }),
  }),
  introspectionRoute(`${base}/token/introspect`, clients),
  revocationRoute(`${base}/revoke`, clients),
  bearerRoute({
    path: `${base}/userinfo`,
    needs: hasScope('openid'),
    answer: ({ issued }) => ({
      status: 200,
      json: { sub: randomUUID(), preferred_username: `service-account-${issued.credentialId}` },
    }),
  }),
];

/** Keycloak (section 6), also at the older base path with `/auth`. */
export const keycloak: ServiceDescription = {
  id: 'keycloak',
  lifetimeS: 300,
  places: () => ({ realm: `sample-${randomAlphanumeric(6)}` }),
  newCredential: () => ({
    id: `client-${randomAlphanumeric(8)}`,
    secret: randomAlphanumeric(32),
    keyPair: sampleKeyPair(0),
    also: {},
  }),
  routes: [
    ...routesAt('/realms/{realm}/protocol/openid-connect'),
    ...routesAt('/auth/realms/{realm}/protocol/openid-connect'),
  ],
  refuse: (refused, visit) =>
    refused.kind === 'not_found'
      ? { status: 404, json: { error: 'Realm does not exist' } }
      : oauthRefusal(refused, visit),
  testCall: introspection('/realms/{realm}/protocol/openid-connect/token/introspect'),
  testPassed: ({ active }) => active === true,
};
