import { randomBytes, randomInt } from 'node:crypto';
import { grantAssertion } from '../client-checks.ts';
import { anyText, grant } from '../member-demands.ts';
import { oauthAnswer, oauthRefusal } from '../oauth-answers.ts';
import { sampleKeyPair } from '../sample-key-pair.ts';
import {
  askedUrl,
  type FurtherCredential,
  Refused,
  type ServiceDescription,
  type ServiceInside,
} from '../service-description.ts';
import { bearerRoute, opaqueToken, openCall, tokenRoute } from '../token-routes.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * A service account (section 6): the assertion is the grant. `POST /tokeninfo` with the token in the header is what the
 * vendor's library for Node sends. Assumed: five minutes between the clocks are borne.
 */
export const google: ServiceDescription = {
  id: 'google',
  lifetimeS: 3599,
  newCredential: () => ({
    id: `sample-${randomBytes(4).toString('hex')}@sample-project.iam.gserviceaccount.com`,
    secret: '',
    keyPair: sampleKeyPair(0),
    also: {
      privateKeyId: randomBytes(20).toString('hex'),
      clientId: String(randomInt(10 ** 9, 10 ** 10)) + String(randomInt(10 ** 9, 10 ** 10)),
    },
  }),
  routes: [
    tokenRoute({
      path: '/token',
      client: [
        grantAssertion({
          kind: 'invalid_grant',
          credentialOf: (iss, { inside }) => inside.credentials.find(({ id }) => id === iss),
          audiences: (visit) => [askedUrl(visit)],
          needs: ['iat'],
          longest: { after: 'iat', seconds: 3600 },
          skewS: 300,
          alsoWrong: ({ kid }, { scope }, { also }) => {
            if (typeof scope !== 'string' || scope === '')
              throw new Refused('invalid_scope', 'scope is empty');
            const isOurs = kid === undefined || kid === also['privateKeyId'];
            return isOurs ? undefined : 'kid is not the id of a key of the account';
          },
        }),
      ],
      members: { grant_type: grant(jwtBearer) },
      token: () => opaqueToken('ya29.c.'),
      answer: (issued) => oauthAnswer(issued),
    }),
    bearerRoute({
      method: 'POST',
      path: '/tokeninfo',
      body: { forms: ['none', 'form'], members: {} },
      answer: ({ visit, issued }) => {
        const exp = Math.floor(issued.expiresAtMs / 1000);
        const expires_in = String(exp - Math.floor(visit.inside.nowMs() / 1000));
        return { status: 200, json: { azp: issued.credentialId, exp: String(exp), expires_in } };
      },
    }),
    openCall({ path: '/revoke', members: { token: anyText } }, ({ inside }, members) => {
      const token = members['token'] ?? '';
      if (inside.issued(token) === undefined) throw new Refused('invalid_grant', 'invalid_token');
      inside.withdrawToken(token);
      return { status: 200, json: {} };
    }),
  ],
  refuse: oauthRefusal,
  keyRefusal: 'invalid_grant',
  testCall: ({ origin }, token) => ({
    method: 'POST',
    url: `${origin}/tokeninfo`,
    headers: { authorization: `Bearer ${token}` },
  }),
};

/** The key file that the vendor's console gives out, with the addresses of the sample service. */
export const googleKeyFile = ({ origin }: ServiceInside, { id, keyPair, also }: FurtherCredential) => ({
  type: 'service_account',
  project_id: 'sample-project',
  private_key_id: also['privateKeyId'],
  private_key: keyPair?.privateKeyPem,
  client_email: id,
  client_id: also['clientId'],
  auth_uri: `${origin}/o/oauth2/auth`,
  token_uri: `${origin}/token`,
  universe_domain: 'googleapis.com',
});
