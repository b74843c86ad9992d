import { randomBytes, randomUUID } from 'node:crypto';
import { assertionClient, postClient } from '../client-checks.ts';
import { grant, matching } from '../member-demands.ts';
import { oauthAnswer, statusOf } from '../oauth-answers.ts';
import { sampleKeyPair } from '../sample-key-pair.ts';
import {
  askedUrl,
  type RefusalForm,
  type RefusalKind,
  type ServiceDescription,
} from '../service-description.ts';
import { bearerGet } from '../test-calls.ts';
import { bearerRoute, expiresInS, jwtTimes, jwtToken, tokenRoute } from '../token-routes.ts';

const tokenPath = '/{tenant}/oauth2/v2.0/token';

/** Numbers of the vendor's list of errors; the others are not told apart there. */
const codes: Partial<Record<RefusalKind, number>> = {
  invalid_client: 7000215,
  invalid_scope: 70011,
  unsupported_grant_type: 70003,
  not_found: 90002,
};

/** The OAuth members and those that section 6 adds; calls of Microsoft Graph have a form of their own. */
const refuse: RefusalForm = ({ kind, message }) => {
  const ids = { trace_id: randomUUID(), correlation_id: randomUUID() };
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  if (kind === 'invalid_token') {
    const innerError = {
      date: timestamp,
      'request-id': ids.trace_id,
      'client-request-id': ids.correlation_id,
    };
    return { status: 401, json: { error: { code: 'InvalidAuthenticationToken', message, innerError } } };
  }
  const code = codes[kind] ?? 900144;
  const lines = [
    `AADSTS${code}: ${message}`,
    `Trace ID: ${ids.trace_id}`,
    `Correlation ID: ${ids.correlation_id}`,
    `Timestamp: ${timestamp}`,
  ];
  return {
    status: statusOf[kind],
    json: { error: kind, error_description: lines.join('\r\n'), error_codes: [code], timestamp, ...ids },
  };
};

/**
 * Microsoft Entra ID (section 6) and one call of Microsoft Graph on the same host. The assertion names the registered
 * certificate by `x5t#S256` or `x5t`, as the vendor's page on certificate credentials wants it.
 */
export const entra: ServiceDescription = {
  id: 'entra',
  lifetimeS: 3599,
  places: () => ({ tenant: randomUUID() }),
  newCredential: () => ({
    id: randomUUID(),
    // Needs encoding in a form body: `+`, `&`, `%` and `=` would be read as something else.
    secret: `~${randomBytes(12).toString('hex')}+&%=.${randomBytes(6).toString('hex')}`,
    keyPair: sampleKeyPair(0),
    also: { thumbprint: randomBytes(32).toString('base64url') },
  }),
  routes: [
    tokenRoute({
      path: tokenPath,
      client: [
        postClient(),
        assertionClient({
          kind: 'invalid_client',
          algorithms: ['RS256', 'PS256'],
          credentialOf: (iss, { inside }) => inside.credentials.find(({ id }) => id === iss),
          audiences: (visit) => [askedUrl(visit)],
          subject: (iss) => iss,
          needs: ['jti', 'nbf'],
          longest: { after: 'now', seconds: 86_400 },
          skewS: 300,
          alsoWrong: (header, _, { also }) => {
            const thumbprint = header['x5t#S256'] ?? header.x5t;
            return thumbprint === also['thumbprint'] ? undefined : 'the certificate is not registered';
          },
        }),
      ],
      members: {
        grant_type: grant('client_credentials'),
        scope: matching(/^(?:https|api):\/\/\S+\/\.default$/, 'invalid_scope'),
      },
      token: ({ visit, credential, members }) => {
        const aud = members['scope']?.replace(/\/\.default$/, '');
        return jwtToken({ aud, appid: credential.id, ver: '1.0', ...jwtTimes(visit.inside) });
      },
      answer: (issued) => ({ ...oauthAnswer(issued), ext_expires_in: expiresInS(issued) }),
    }),
    bearerRoute({
      path: '/v1.0/organization',
      needs: ({ scope }) => scope === 'https://graph.microsoft.com/.default',
      answer: ({ visit }) => ({
        status: 200,
        json: { value: [{ id: visit.inside.places['tenant'], displayName: 'Sample organisation' }] },
      }),
    }),
  ],
  refuse,
  testCall: bearerGet('/v1.0/organization'),
};
