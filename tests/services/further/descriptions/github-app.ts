import { randomBytes, randomInt } from 'node:crypto';
import { jsonMembers, type Reply } from '../../received-request.ts';
import { bearerAssertion, checkClient } from '../client-checks.ts';
import { checkMembers, matching, optional, singleValues } from '../member-demands.ts';
import { statusOf } from '../oauth-answers.ts';
import { sampleKeyPair } from '../sample-key-pair.ts';
import {
  type RefusalForm,
  Refused,
  type Route,
  type ServiceDescription,
  type Visit,
} from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, opaqueToken } from '../token-routes.ts';

const tokenPath = '/app/installations/{installationId}/access_tokens';

const refuse: RefusalForm = ({ kind, message }) => {
  const status = kind === 'invalid_request' ? 422 : statusOf[kind];
  return {
    status,
    json: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
};

const appJwt = bearerAssertion({
  kind: 'invalid_client',
  credentialOf: (iss, { inside }) =>
    inside.credentials.find(({ id, also }) => id === iss || also['clientId'] === iss),
  needs: ['iat'],
  // Not a second more: the vendor's page advises an `iat` in the past and limits `exp` to ten minutes from now.
  longest: { after: 'now', seconds: 600 },
  skewS: 0,
  alsoWrong: (_, { iat, exp }) =>
    Number.isInteger(iat) && Number.isInteger(exp) ? undefined : 'iat and exp must be integers',
});

/** The API answers nobody without a `User-Agent`, by the vendor's page on REST. */
function demandUserAgent({ request }: Visit): void {
  if (!request.header('user-agent')) throw new Refused('insufficient_scope', 'User-Agent is missing');
}

const exchange: Route = {
  purpose: 'exchange',
  method: 'POST',
  path: tokenPath,
  answer: async (visit): Promise<Reply> => {
    demandUserAgent(visit);
    checkMembers(singleValues(visit.request.url.searchParams), {}, visit);
    const { credential } = await checkClient(visit, {}, [appJwt]);
    const { request, inside } = visit;
    const members = request.body === '' ? {} : jsonMembers(request);
    const known = ['repositories', 'repository_ids', 'permissions'];
    if (members === undefined || !Object.keys(members).every((name) => known.includes(name))) {
      throw new Refused('invalid_request', 'the body is not a known object');
    }
    const issued = inside.issue(opaqueToken('ghs_'), credential, {});
    const isSelected = 'repositories' in members || 'repository_ids' in members;
    return {
      status: 201,
      json: {
        token: issued.token,
        expires_at: new Date(issued.expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
        permissions: members['permissions'] ?? { contents: 'read', metadata: 'read' },
        repository_selection: isSelected ? 'selected' : 'all',
      },
    };
  },
};

/** A GitHub App as one of its installations (section 6). */
export const githubApp: ServiceDescription = {
  id: 'github-app',
  lifetimeS: 3600,
  places: () => ({ installationId: String(randomInt(10 ** 7, 10 ** 8)) }),
  newCredential: () => ({
    id: String(randomInt(10 ** 5, 10 ** 6)),
    secret: '',
    keyPair: sampleKeyPair(0),
    also: { clientId: `Iv23li${randomBytes(7).toString('hex')}` },
  }),
  routes: [
    exchange,
    bearerRoute({
      path: '/installation/repositories',
      headers: { 'user-agent': /./ },
      query: { per_page: optional(matching(/^\d+$/)) },
      answer: () => ({
        status: 200,
        json: { total_count: 1, repositories: [{ id: 1, full_name: 'sample/one', private: true }] },
      }),
    }),
    bearerRoute({
      purpose: 'manage',
      method: 'DELETE',
      path: '/installation/token',
      headers: { 'user-agent': /./ },
      answer: ({ visit, issued }) => {
        visit.inside.withdrawToken(issued.token);
        return { status: 204 };
      },
    }),
  ],
  refuse,
  testCall: bearerGet('/installation/repositories', { accept: 'application/vnd.github+json' }),
};
