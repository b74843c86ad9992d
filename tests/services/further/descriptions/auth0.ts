import { randomAlphanumeric } from '../../random-secrets.ts';
import { postClient } from '../client-checks.ts';
import { anyText, grant, oneOf, optional } from '../member-demands.ts';
import { oauthAnswer, statusOf } from '../oauth-answers.ts';
import {
  askedOrigin,
  type RefusalForm,
  type ServiceDescription,
  type Visit,
} from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

/** The vendor's own API, and one that a customer registered. */
const audiencesOf = (visit: Visit) => [`${askedOrigin(visit)}/api/v2/`, 'https://api.sample.test/'];

/** Assumed from public answers: a wrong secret and an unknown audience are both `access_denied`. */
const refuse: RefusalForm = ({ kind, message }) => {
  if (kind === 'invalid_token')
    return { status: 401, json: { statusCode: 401, error: 'Unauthorized', message } };
  if (kind === 'insufficient_scope')
    return { status: 403, json: { statusCode: 403, error: 'Forbidden', message } };
  const isDenied = kind === 'invalid_client' || kind === 'invalid_audience';
  const status = kind === 'invalid_audience' ? 403 : statusOf[kind];
  return { status, json: { error: isDenied ? 'access_denied' : kind, error_description: message } };
};

/** Auth0 (section 6): form or JSON, and the audience is demanded. */
export const auth0: ServiceDescription = {
  id: 'auth0',
  lifetimeS: 86_400,
  newCredential: () => ({ id: randomAlphanumeric(32), secret: randomAlphanumeric(64), also: {} }),
  routes: [
    tokenRoute({
      path: '/oauth/token',
      forms: ['form', 'json'],
      client: [postClient()],
      members: {
        grant_type: grant('client_credentials'),
        audience: oneOf(audiencesOf, 'invalid_audience'),
        scope: optional(anyText),
        organization: optional(anyText),
      },
      token: ({ visit, credential, members }) =>
        jwtToken({
          iss: `${visit.inside.origin}/`,
          sub: `${credential.id}@clients`,
          aud: members['audience'],
          gty: 'client-credentials',
          ...jwtTimes(visit.inside),
        }),
      answer: (issued, { members }) => ({
        ...oauthAnswer(issued),
        scope: members['scope'] ?? 'read:clients',
      }),
    }),
    bearerRoute({
      path: '/api/v2/clients',
      query: { per_page: optional(anyText), fields: optional(anyText) },
      needs: ({ audience }, visit) => audience === `${askedOrigin(visit)}/api/v2/`,
      answer: ({ issued }) => ({ status: 200, json: [{ client_id: issued.credentialId }] }),
    }),
  ],
  refuse,
  testCall: bearerGet('/api/v2/clients?per_page=1'),
};
