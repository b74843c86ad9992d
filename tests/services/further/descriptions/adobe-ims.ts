import { randomBytes } from 'node:crypto';
import { postClient } from '../client-checks.ts';
import { exactly, grant, matching, oneOf } from '../member-demands.ts';
import { oauthAnswer, oauthRefusal } from '../oauth-answers.ts';
import { type RefusalForm, Refused, type ServiceDescription } from '../service-description.ts';
import { bearerRoute, jwtToken, tokenRoute } from '../token-routes.ts';

/** An unknown token is a 200 with `valid: false` at the validation call, as the vendor's library reads it. */
const refuse: RefusalForm = (refused, visit) => {
  const isValidation = visit.request.url.pathname === '/ims/validate_token/v1';
  return isValidation && refused.kind === 'invalid_token'
    ? { status: 200, json: { valid: false, reason: 'bad_signature' } }
    : oauthRefusal(refused, visit);
};

/**
 * Adobe IMS (section 6): scopes with commas between, a JWT without `exp`, and calls that need `x-api-key`. The library
 * sends the validation as a multipart form; assumed: a plain form is taken as well, and only that is taken here.
 */
export const adobeIms: ServiceDescription = {
  id: 'adobe-ims',
  lifetimeS: 86_399,
  newCredential: () => ({
    id: randomBytes(16).toString('hex'),
    secret: `p8e-${randomBytes(16).toString('base64url')}`,
    also: {},
  }),
  routes: [
    tokenRoute({
      path: '/ims/token/v3',
      client: [postClient()],
      members: {
        grant_type: grant('client_credentials'),
        scope: matching(/^[\w.]+(?:,[\w.]+)*$/, 'invalid_scope'),
      },
      token: ({ visit, credential, members }) =>
        jwtToken({
          as: 'ims-na1',
          type: 'access_token',
          client_id: credential.id,
          scope: members['scope'],
          created_at: String(visit.inside.nowMs()),
          expires_in: String(visit.inside.lifetimeS * 1000),
        }),
      answer: (issued) => oauthAnswer(issued, 'bearer'),
    }),
    bearerRoute({
      method: 'POST',
      path: '/ims/validate_token/v1',
      body: {
        forms: ['form'],
        members: {
          type: exactly('access_token'),
          client_id: oneOf(({ inside }) => inside.credentials.map(({ id }) => id)),
        },
      },
      answer: ({ issued }) => ({ status: 200, json: { valid: true, expires_at: issued.expiresAtMs } }),
    }),
    bearerRoute({
      purpose: 'other',
      path: '/data/foundation/catalog/dataSets',
      headers: { 'x-api-key': /./ },
      answer: ({ visit, issued }) => {
        const isOurs = visit.request.header('x-api-key') === issued.credentialId;
        if (!isOurs) throw new Refused('insufficient_scope', 'Api Key is invalid');
        return { status: 200, json: {} };
      },
    }),
  ],
  refuse,
  testCall: (inside, token) => ({
    method: 'POST',
    url: `${inside.origin}/ims/validate_token/v1`,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      type: 'access_token',
      client_id: inside.credentials[0]?.id ?? '',
    }).toString(),
  }),
  testPassed: ({ valid }) => valid === true,
};
