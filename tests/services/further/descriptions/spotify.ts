import { randomBytes } from 'node:crypto';
import { basicClient, postClient } from '../client-checks.ts';
import { grant } from '../member-demands.ts';
import { oauthAnswer, oauthRefusal } from '../oauth-answers.ts';
import type { RefusalForm, ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, tokenRoute } from '../token-routes.ts';

/** Calls have an object as `error`; a wrong client is 400. */
const refuse: RefusalForm = (refused, visit) => {
  if (refused.kind === 'invalid_token') {
    return { status: 401, json: { error: { status: 401, message: 'Invalid access token' } } };
  }
  const { status, json } = oauthRefusal(refused, visit);
  return { status: status === 401 ? 400 : status, json };
};

const artistPath = '/v1/artists/4Z8W4fKeB5YxbusRsdQVPb';

/**
 * Spotify (section 6). The vendor's page on client credentials uses Basic, its first steps the members of the body. Its
 * token reads public data only: the artist is that of the first steps.
 */
export const spotify: ServiceDescription = {
  id: 'spotify',
  lifetimeS: 3600,
  newCredential: () => ({
    id: randomBytes(16).toString('hex'),
    secret: randomBytes(16).toString('hex'),
    also: {},
  }),
  routes: [
    tokenRoute({
      path: '/api/token',
      client: [basicClient, postClient()],
      members: { grant_type: grant('client_credentials') },
      answer: (issued) => oauthAnswer(issued),
    }),
    bearerRoute({
      path: artistPath,
      answer: () => ({ status: 200, json: { id: artistPath.split('/').at(-1), type: 'artist' } }),
    }),
  ],
  refuse,
  testCall: bearerGet(artistPath),
};
