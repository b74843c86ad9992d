import { randomBytes } from 'node:crypto';
import { randomAlphanumeric } from '../../random-secrets.ts';
import { basicClient } from '../client-checks.ts';
import { grant, matching, optional } from '../member-demands.ts';
import { oauthAnswer, oauthRefusal } from '../oauth-answers.ts';
import type { RefusalForm, ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

/** Calls have a number as `error`; a media type without its date is 406. */
const refuse: RefusalForm = (refused, visit) => {
  const oauth = oauthRefusal(refused, visit);
  if (!visit.request.url.pathname.startsWith('/api/atlas/')) return oauth;
  const status = refused.kind === 'invalid_request' ? 406 : oauth.status;
  const reasons: Record<number, string> = { 401: 'Unauthorized', 406: 'Not Acceptable' };
  const reason = reasons[status] ?? 'Refused';
  return { status, json: { error: status, reason, detail: refused.message, errorCode: refused.kind } };
};

/** MongoDB Atlas (section 6). Calls need the dated media type of the vendor's API. */
export const mongodbAtlas: ServiceDescription = {
  id: 'mongodb-atlas',
  lifetimeS: 3600,
  newCredential: () => ({
    id: `mdb_sa_id_${randomBytes(12).toString('hex')}`,
    secret: `mdb_sa_sk_${randomAlphanumeric(40)}`,
    also: {},
  }),
  routes: [
    tokenRoute({
      path: '/api/oauth/token',
      client: [basicClient],
      members: { grant_type: grant('client_credentials') },
      token: ({ visit, credential }) => jwtToken({ sub: credential.id, ...jwtTimes(visit.inside) }),
      answer: (issued) => oauthAnswer(issued),
    }),
    bearerRoute({
      path: '/api/atlas/v2/groups',
      headers: { accept: /^application\/vnd\.atlas\.\d{4}-\d\d-\d\d\+json$/ },
      query: { itemsPerPage: optional(matching(/^\d+$/)) },
      answer: () => ({ status: 200, json: { results: [{ name: 'sample project' }], totalCount: 1 } }),
    }),
  ],
  refuse,
  testCall: bearerGet('/api/atlas/v2/groups?itemsPerPage=1', {
    accept: 'application/vnd.atlas.2023-01-01+json',
  }),
};
