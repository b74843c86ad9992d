import { randomAlphanumeric } from '../../random-secrets.ts';
import { postClient } from '../client-checks.ts';
import { grant, matching } from '../member-demands.ts';
import { oauthAnswer, oauthRefusal } from '../oauth-answers.ts';
import type { RefusalForm, ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, tokenRoute } from '../token-routes.ts';

/** `code` and `title` beside the OAuth members; calls have a list of errors. */
const refuse: RefusalForm = (refused, visit) => {
  const { status, json } = oauthRefusal(refused, visit);
  if (refused.kind === 'invalid_token') {
    const error = { code: 38190, title: 'Invalid access token', detail: refused.message, status };
    return { status, json: { errors: [error] } };
  }
  return { status, json: { ...(json as object), code: 38187, title: 'Invalid parameters' } };
};

/** Amadeus self-service (section 6). */
export const amadeus: ServiceDescription = {
  id: 'amadeus',
  lifetimeS: 1799,
  newCredential: () => ({ id: randomAlphanumeric(32), secret: randomAlphanumeric(16), also: {} }),
  routes: [
    tokenRoute({
      path: '/v1/security/oauth2/token',
      client: [postClient()],
      members: { grant_type: grant('client_credentials') },
      token: () => randomAlphanumeric(28),
      answer: (issued, { credential }) => ({
        type: 'amadeusOAuth2Token',
        username: 'jane@sample.test',
        application_name: 'sample',
        client_id: credential.id,
        ...oauthAnswer(issued),
        state: 'approved',
        scope: '',
      }),
    }),
    bearerRoute({
      path: '/v1/reference-data/airlines',
      query: { airlineCodes: matching(/^[A-Z0-9]{2,3}(?:,[A-Z0-9]{2,3})*$/) },
      answer: () => ({
        status: 200,
        json: { meta: { count: 1 }, data: [{ type: 'airline', iataCode: 'BA' }] },
      }),
    }),
  ],
  refuse,
  testCall: bearerGet('/v1/reference-data/airlines?airlineCodes=BA'),
};
