import { postClient } from '../further/client-checks.ts';
import { statusOf } from '../further/oauth-answers.ts';
import type { RefusalForm, ServiceDescription } from '../further/service-description.ts';
import { bearerGet } from '../further/test-calls.ts';
import { bearerRoute, expiresInS, opaqueToken, tokenRoute } from '../further/token-routes.ts';
import { randomAlphanumeric, randomUpperCase } from '../random-secrets.ts';

const refuse: RefusalForm = ({ kind, message }) => {
  const code = kind === 'invalid_client' ? 'AUTH_001' : 'AUTH_007';
  return { status: statusOf[kind], json: { errors: [{ code, detail: message }] } };
};

/** The service of `parcel-courier.md`. */
export const parcelCourier: ServiceDescription = {
  id: 'parcel-courier',
  lifetimeS: 900,
  newCredential: () => ({ id: `AKPC${randomUpperCase(16)}`, secret: randomAlphanumeric(40), also: {} }),
  routes: [
    tokenRoute({
      path: '/auth/v2/login',
      forms: ['json'],
      client: [postClient('accessKeyId', 'secretAccessKey')],
      members: {},
      status: 201,
      answer: (issued) => ({
        accessToken: issued.token,
        refreshToken: opaqueToken('r.'),
        expiresIn: expiresInS(issued),
      }),
    }),
    bearerRoute({
      path: '/v2/me',
      answer: () => ({ status: 200, json: { account: { name: 'Sample Ltd' } } }),
    }),
  ],
  refuse,
  testCall: bearerGet('/v2/me'),
};
