import { randomAlphanumeric } from '../../random-secrets.ts';
import { postClient } from '../client-checks.ts';
import { statusOf } from '../oauth-answers.ts';
import type { RefusalForm, Route, ServiceDescription } from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

/** Assumed, as no source shows it. */
const refuse: RefusalForm = ({ kind, message }) => {
  const status = statusOf[kind];
  return { status, json: { _messageCode_: String(status), message } };
};

/** `username` with the API key or, at the same member's place, the password; one secret stands for either here. */
const routesAt = (base: string): readonly Route[] => [
  tokenRoute({
    path: `${base}/v1/authorize`,
    forms: ['json'],
    client: [postClient('username', 'api_key'), postClient('username', 'password')],
    members: {},
    token: ({ visit, credential }) =>
      jwtToken({ username: credential.id, iss: 'KNOXSSO', ...jwtTimes(visit.inside) }),
    answer: ({ token }) => ({ _messageCode_: '200', message: 'Success', token }),
  }),
  bearerRoute({
    path: `${base}/v1/me`,
    answer: ({ issued }) => ({ status: 200, json: { UserInfo: { username: issued.credentialId } } }),
  }),
];

/**
 * IBM Cloud Pak for Data (section 3.3): no lifetime beside the JWT. The vendor's pages have `/icp4d-api` before the path,
 * its SDKs leave that to the URL of the instance. Assumed: `GET /v1/me` as the test call.
 */
export const cloudPak: ServiceDescription = {
  id: 'cloud-pak',
  lifetimeS: 12 * 3600,
  newCredential: () => ({
    id: `jane-${randomAlphanumeric(6)}`,
    secret: randomAlphanumeric(40),
    also: {},
  }),
  routes: [...routesAt(''), ...routesAt('/icp4d-api')],
  refuse,
  testCall: bearerGet('/icp4d-api/v1/me'),
};
