import { randomBytes } from 'node:crypto';
import { randomAlphanumeric, randomUpperCase } from '../../random-secrets.ts';
import { basicClient } from '../client-checks.ts';
import { exactly, grant } from '../member-demands.ts';
import { oauthRefusal } from '../oauth-answers.ts';
import type { ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, expiresInS, opaqueToken, tokenRoute } from '../token-routes.ts';

/** PayPal (section 6): `expires_in` as a text, and members of its own. */
export const paypal: ServiceDescription = {
  id: 'paypal',
  lifetimeS: 32_400,
  newCredential: () => ({ id: `A${randomAlphanumeric(79)}`, secret: `E${randomAlphanumeric(79)}`, also: {} }),
  routes: [
    tokenRoute({
      path: '/v1/oauth2/token',
      client: [basicClient],
      members: { grant_type: grant('client_credentials') },
      token: () => opaqueToken('A21AA'),
      answer: (issued, { visit }) => ({
        scope: `openid ${visit.inside.origin}/services/invoicing`,
        access_token: issued.token,
        token_type: 'Bearer',
        app_id: `APP-${randomUpperCase(17)}`,
        expires_in: String(expiresInS(issued)),
        nonce: `${new Date(issued.issuedAtMs).toISOString()}${randomBytes(16).toString('base64url')}`,
      }),
    }),
    bearerRoute({
      path: '/v1/identity/oauth2/userinfo',
      query: { schema: exactly('paypalv1.1') },
      answer: () => ({ status: 200, json: { payer_id: 'SAMPLEPAYER', verified_account: 'true' } }),
    }),
  ],
  refuse: oauthRefusal,
  testCall: bearerGet('/v1/identity/oauth2/userinfo?schema=paypalv1.1'),
};
