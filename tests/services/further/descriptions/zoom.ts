import { randomAlphanumeric } from '../../random-secrets.ts';
import { basicClient } from '../client-checks.ts';
import { grant, oneOf } from '../member-demands.ts';
import { oauthAnswer, statusOf } from '../oauth-answers.ts';
import type { RefusalForm, ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

/** `reason` beside `error` for token calls, a number and `message` for others. */
const refuse: RefusalForm = ({ kind, message }, { request }) => {
  const isCall = request.url.pathname.startsWith('/v2/');
  const status = statusOf[kind];
  return { status, json: isCall ? { code: 124, message } : { reason: message, error: kind } };
};

/**
 * Zoom server to server (section 6): a grant of its own. The vendor's pages show the members in the query, its sample
 * application in a form, so both are taken.
 */
export const zoom: ServiceDescription = {
  id: 'zoom',
  lifetimeS: 3600,
  places: () => ({ accountId: randomAlphanumeric(22) }),
  newCredential: () => ({ id: randomAlphanumeric(22), secret: randomAlphanumeric(32), also: {} }),
  routes: [
    tokenRoute({
      path: '/oauth/token',
      client: [basicClient],
      allowsQuery: true,
      members: {
        grant_type: grant('account_credentials'),
        account_id: oneOf(({ inside }) => [inside.places['accountId'] ?? '']),
      },
      token: ({ visit, credential }) => jwtToken({ clientId: credential.id, ...jwtTimes(visit.inside) }),
      answer: (issued, { visit }) => ({
        ...oauthAnswer(issued, 'bearer'),
        scope: 'user:read:user:admin',
        api_url: visit.inside.origin,
      }),
    }),
    bearerRoute({
      path: '/v2/users/me',
      answer: ({ visit }) => ({
        status: 200,
        json: { id: 'sample-user', account_id: visit.inside.places['accountId'] },
      }),
    }),
  ],
  refuse,
  testCall: bearerGet('/v2/users/me'),
};
