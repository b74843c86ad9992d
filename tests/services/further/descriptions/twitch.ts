import { randomBytes } from 'node:crypto';
import { postClient } from '../client-checks.ts';
import { anyText, grant, optional } from '../member-demands.ts';
import { oauthAnswer } from '../oauth-answers.ts';
import {
  type RefusalForm,
  type RefusalKind,
  Refused,
  type ServiceDescription,
} from '../service-description.ts';
import { bearerRoute, openCall, tokenRoute } from '../token-routes.ts';

const statuses: Partial<Record<RefusalKind, number>> = {
  invalid_client: 403,
  invalid_token: 401,
  not_found: 404,
};

/** `status` and `message` only. */
const refuse: RefusalForm = ({ kind, message }) => {
  const status = statuses[kind] ?? 400;
  return { status, json: { status, message } };
};

const idText = () => randomBytes(15).toString('hex');

const scopeList = ({ scope = '' }: Readonly<Record<string, string>>) => scope.split(' ').filter(Boolean);

/** Twitch (section 6): `scope` as an array, a test call with `OAuth` before the token, and calls that need `Client-Id`. */
export const twitch: ServiceDescription = {
  id: 'twitch',
  lifetimeS: 60 * 86_400,
  newCredential: () => ({ id: idText(), secret: idText(), also: {} }),
  routes: [
    tokenRoute({
      path: '/oauth2/token',
      client: [postClient()],
      members: { grant_type: grant('client_credentials'), scope: optional(anyText) },
      token: () => idText(),
      answer: (issued, { members }) => ({ ...oauthAnswer(issued, 'bearer'), scope: scopeList(members) }),
    }),
    bearerRoute({
      path: '/oauth2/validate',
      scheme: 'OAuth',
      answer: ({ visit, issued }) => ({
        status: 200,
        json: {
          client_id: issued.credentialId,
          scopes: scopeList(issued.asked ?? {}),
          expires_in: Math.floor((issued.expiresAtMs - visit.inside.nowMs()) / 1000),
        },
      }),
    }),
    bearerRoute({
      purpose: 'other',
      path: '/helix/games/top',
      headers: { 'client-id': /./ },
      answer: ({ visit, issued }) => {
        if (visit.request.header('client-id') !== issued.credentialId) {
          throw new Refused('invalid_token', 'Client ID and OAuth token do not match');
        }
        return { status: 200, json: { data: [{ id: '1', name: 'A sample game' }] } };
      },
    }),
    openCall(
      { path: '/oauth2/revoke', members: { client_id: anyText, token: anyText } },
      (visit, members) => {
        const { inside } = visit;
        if (!inside.credentials.some(({ id }) => id === members['client_id'])) {
          throw new Refused('not_found', 'client does not exist');
        }
        const issued = inside.issued(members['token'] ?? '');
        if (issued?.credentialId !== members['client_id'])
          throw new Refused('invalid_request', 'Invalid token');
        inside.withdrawToken(issued?.token ?? '');
        return { status: 200 };
      },
    ),
  ],
  refuse,
  testCall: ({ origin }, token) => ({
    method: 'GET',
    url: `${origin}/oauth2/validate`,
    headers: { authorization: `OAuth ${token}` },
  }),
};
