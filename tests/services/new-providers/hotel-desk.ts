import { basicClient } from '../further/client-checks.ts';
import { grant, oneOf } from '../further/member-demands.ts';
import { statusOf } from '../further/oauth-answers.ts';
import {
  askedOrigin,
  type RefusalForm,
  type Route,
  type ServiceDescription,
  type Visit,
} from '../further/service-description.ts';
import { bearerRoute, checkHeaders, tokenRoute } from '../further/token-routes.ts';
import { randomAlphanumeric } from '../random-secrets.ts';

const refuse: RefusalForm = ({ kind, message }) => ({
  status: statusOf[kind],
  json: { AuthResponse: { Fault: { Code: kind === 'invalid_client' ? 'A-17' : 'A-20', Text: message } } },
});

const checkAppKey = (visit: Visit) =>
  checkHeaders(visit, { 'x-app-key': new RegExp(`^${visit.inside.places['appKey']}$`) });

const withAppKey = (route: Route): Route => ({
  ...route,
  answer: (visit) => {
    checkAppKey(visit);
    return route.answer(visit);
  },
});

/** The service of `hotel-desk.md`. */
export const hotelDesk: ServiceDescription = {
  id: 'hotel-desk',
  lifetimeS: 1800,
  places: () => ({ hotelId: randomAlphanumeric(5), appKey: randomAlphanumeric(24) }),
  newCredential: () => ({ id: `IF-${randomAlphanumeric(8)}`, secret: randomAlphanumeric(20), also: {} }),
  routes: [
    withAppKey(
      tokenRoute({
        path: '/identity/v1/tokens',
        client: [basicClient],
        members: {
          grant_type: grant('client_credentials'),
          hotelId: oneOf(({ inside }) => [inside.places['hotelId'] ?? '']),
        },
        answer: ({ token, expiresAtMs }, { visit }) => {
          const ExpiresAt = new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
          return { AuthResponse: { Token: token, Type: 'Bearer', ExpiresAt, Gateway: askedOrigin(visit) } };
        },
      }),
    ),
    withAppKey(
      bearerRoute({
        path: '/reservations/v1/ping',
        answer: ({ visit }) => ({
          status: 200,
          json: { hotelId: visit.inside.places['hotelId'], status: 'UP' },
        }),
      }),
    ),
  ],
  refuse,
  testCall: ({ origin, places }, token) => ({
    method: 'GET',
    url: `${origin}/reservations/v1/ping`,
    headers: { authorization: `Bearer ${token}`, 'x-app-key': places['appKey'] ?? '' },
  }),
};
