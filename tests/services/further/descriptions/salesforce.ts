import { createHmac, randomBytes } from 'node:crypto';
import { randomAlphanumeric } from '../../random-secrets.ts';
import { basicClient } from '../client-checks.ts';
import { anyText, grant } from '../member-demands.ts';
import { oauthRefusal } from '../oauth-answers.ts';
import { askedOrigin, type RefusalForm, Refused, type ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, opaqueToken, openCall, tokenRoute } from '../token-routes.ts';

/** Calls have a list of errors; wrong clients are 400 here. */
const refuse: RefusalForm = (refused, visit) => {
  if (refused.kind === 'invalid_token') {
    return {
      status: 401,
      json: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    };
  }
  const { status, json } = oauthRefusal(refused, visit);
  return { status: status === 401 ? 400 : status, json };
};

/** Salesforce (section 6): no `expires_in`, the address of later calls, and `issued_at` in milliseconds as a text. */
export const salesforce: ServiceDescription = {
  id: 'salesforce',
  // The session timeout of an org; the answer does not tell it.
  lifetimeS: 7200,
  newCredential: () => ({
    id: `3MVG9${randomAlphanumeric(80)}`,
    secret: randomBytes(32).toString('hex').toUpperCase(),
    also: {},
  }),
  routes: [
    tokenRoute({
      path: '/services/oauth2/token',
      client: [basicClient],
      members: { grant_type: grant('client_credentials') },
      token: () => opaqueToken(`00D${randomAlphanumeric(12)}!`),
      answer: (issued, { visit, credential }) => {
        const issued_at = String(issued.issuedAtMs);
        const id = 'https://login.salesforce.com/id/00Dsample/005sample';
        const signature = createHmac('sha256', credential.secret)
          .update(id + issued_at)
          .digest('base64');
        return {
          access_token: issued.token,
          signature,
          scope: 'api',
          instance_url: askedOrigin(visit),
          id,
          token_type: 'Bearer',
          issued_at,
        };
      },
    }),
    bearerRoute({
      path: '/services/oauth2/userinfo',
      answer: () => ({
        status: 200,
        json: { user_id: '005sample', organization_id: '00Dsample', active: true },
      }),
    }),
    openCall({ path: '/services/oauth2/revoke', members: { token: anyText } }, ({ inside }, members) => {
      const token = members['token'] ?? '';
      if (inside.issued(token) === undefined) throw new Refused('invalid_request', 'invalid token');
      inside.withdrawToken(token);
      return { status: 200 };
    }),
  ],
  refuse,
  testCall: bearerGet('/services/oauth2/userinfo'),
};
