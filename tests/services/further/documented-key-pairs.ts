import { createHash, createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { DescribedService } from './described-service.ts';
import type { DocumentedRequest } from './documented-request.ts';
import type { FurtherServiceId } from './further-service-ids.ts';
import { sampleKeyPair } from './sample-key-pair.ts';
import type { Freedom } from './wrong-requests.ts';

/** Changes of claims; undefined takes one away. */
export type Claims = Readonly<Record<string, unknown>>;

/** How a stranger who has read the provider's pages uses a service whose keys are key pairs. Times are seconds. */
export interface DocumentedSigning {
  readonly id: FurtherServiceId;
  readonly claims: (service: DescribedService, nowS: number) => Claims;
  readonly header?: (service: DescribedService) => Readonly<Record<string, string>>;
  readonly request: (service: DescribedService, jwt: string) => DocumentedRequest;
  readonly freedom?: Freedom;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
  /** Where the token is; absent if the JWT is the token. */
  readonly tokenAt?: string;
  /** Wrong claims by what is wrong. */
  readonly wrong: (service: DescribedService, nowS: number) => Readonly<Record<string, Claims>>;
}

/** Signs with the client's key, or that of another number, or by another algorithm. */
export function signed(
  claims: Claims,
  header: Readonly<Record<string, string>> = {},
  { keyIndex = 0, alg = 'RS256' } = {},
): Promise<string> {
  const privateKey = createPrivateKey(sampleKeyPair(keyIndex).privateKeyPem);
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, typ: 'JWT', ...header }).sign(privateKey);
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const tokenUrlPath = {
  entra: '/{tenant}/oauth2/v2.0/token',
  keycloak: '/realms/{realm}/protocol/openid-connect/token',
  'okta-org': '/oauth2/v1/token',
};

/** `private_key_jwt` at a token endpoint. */
const clientAssertion = (
  id: keyof typeof tokenUrlPath,
  members: Readonly<Record<string, string>>,
): Pick<DocumentedSigning, 'id' | 'claims' | 'request' | 'status' | 'tokenAt' | 'wrong'> => ({
  id,
  status: 200,
  tokenAt: 'access_token',
  claims: (service, nowS) => {
    const { id: client } = service.credential;
    const aud = service.urlOf(tokenUrlPath[id]);
    const times = { iat: nowS, nbf: nowS, exp: nowS + 60 };
    return { iss: client, sub: client, aud, jti: randomUUID(), ...times };
  },
  request: (service, jwt) => ({
    method: 'POST',
    url: service.urlOf(tokenUrlPath[id]),
    headers: {},
    form: {
      grant_type: 'client_credentials',
      client_assertion_type: assertionType,
      client_assertion: jwt,
      client_id: service.credential.id,
      ...members,
    },
  }),
  wrong: ({ origin }, nowS) => ({
    'no issuer': { iss: undefined },
    'another issuer': { iss: 'somebody' },
    'no subject': { sub: undefined },
    'another subject': { sub: 'somebody' },
    'no audience': { aud: undefined },
    'the host as audience': { aud: origin },
    'no end': { exp: undefined },
    'an end in the past': { exp: nowS - 3600 },
    'a beginning in the future': { nbf: nowS + 1800, iat: nowS + 1800, exp: nowS + 1860 },
  }),
});

const googleToken: DocumentedSigning = {
  id: 'google',
  claims: ({ credential, origin }, nowS) => ({
    iss: credential.id,
    scope: 'https://www.googleapis.com/auth/devstorage.read_only',
    aud: `${origin}/token`,
    iat: nowS,
    exp: nowS + 3600,
  }),
  header: ({ credential }) => ({ kid: credential.also['privateKeyId'] ?? '' }),
  request: ({ origin }, jwt) => ({
    method: 'POST',
    url: `${origin}/token`,
    headers: {},
    form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: jwt },
  }),
  status: 200,
  answer: { token_type: 'Bearer', expires_in: 3599 },
  tokenAt: 'access_token',
  wrong: ({ origin }, nowS) => ({
    'no issuer': { iss: undefined },
    'another issuer': { iss: 'robot@other.iam.gserviceaccount.com' },
    'no scope': { scope: undefined },
    'an empty scope': { scope: '' },
    'the host as audience': { aud: origin },
    'the audience with a slash': { aud: `${origin}/token/` },
    'no iat': { iat: undefined },
    'more than an hour': { exp: nowS + 3601 },
    'a clock ten minutes ahead': { iat: nowS + 600, exp: nowS + 4200 },
    'a clock two hours behind': { iat: nowS - 7200, exp: nowS - 3600 },
    milliseconds: { iat: nowS * 1000, exp: nowS * 1000 + 3600 },
  }),
};

const githubToken: DocumentedSigning = {
  id: 'github-app',
  claims: ({ credential }, nowS) => ({ iss: credential.id, iat: nowS - 60, exp: nowS + 590 }),
  request: (service, jwt) => ({
    method: 'POST',
    url: service.urlOf('/app/installations/{installationId}/access_tokens'),
    headers: {
      authorization: `Bearer ${jwt}`,
      accept: 'application/vnd.github+json',
      'user-agent': 'keyfob',
    },
  }),
  freedom: { optional: ['accept', 'user-agent'] },
  status: 201,
  answer: { repository_selection: 'all', permissions: { metadata: 'read' } },
  tokenAt: 'token',
  wrong: (_, nowS) => ({
    'no issuer': { iss: undefined },
    'another app': { iss: '1' },
    'no iat': { iat: undefined },
    'an iat in the future': { iat: nowS + 30 },
    'more than ten minutes': { exp: nowS + 700 },
    'an end in the past': { iat: nowS - 120, exp: nowS - 60 },
    'a fraction': { exp: nowS + 300.5 },
  }),
};

const fingerprint = ({ keyPair }: DescribedService['credential']) =>
  createHash('sha256')
    .update(keyPair?.publicKey.export({ type: 'spki', format: 'der' }) ?? '')
    .digest('base64');

const snowflakeCall: DocumentedSigning = {
  id: 'snowflake',
  claims: ({ places, credential }, nowS) => {
    const sub = `${places['account']}.${places['user']}`;
    return { iss: `${sub}.SHA256:${fingerprint(credential)}`, sub, iat: nowS, exp: nowS + 3540 };
  },
  request: ({ origin }, jwt) => ({
    method: 'POST',
    url: `${origin}/api/v2/statements`,
    headers: {
      authorization: `Bearer ${jwt}`,
      'x-snowflake-authorization-token-type': 'KEYPAIR_JWT',
      accept: 'application/json',
    },
    json: { statement: 'select current_user()' },
  }),
  freedom: { optional: ['accept'] },
  status: 200,
  answer: { code: '090001', sqlState: '00000' },
  wrong: ({ places, credential }, nowS) => {
    const sub = `${places['account']}.${places['user']}`;
    const iss = `${sub}.SHA256:${fingerprint(credential)}`;
    return {
      'small letters': { iss: iss.replace(sub, sub.toLowerCase()), sub: sub.toLowerCase() },
      'a subject in small letters': { sub: sub.toLowerCase() },
      'no subject': { sub: undefined },
      'no fingerprint': { iss: sub },
      'another fingerprint': { iss: `${sub}.SHA256:${Buffer.alloc(32).toString('base64')}` },
      'the fingerprint in base64url': {
        iss: `${iss.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}`,
      },
      'the account only': { sub: places['account'] },
      'no iat': { iat: undefined },
      'more than an hour': { exp: nowS + 3601 },
      'an end in the past': { iat: nowS - 7200, exp: nowS - 3660 },
    };
  },
};

/** Every documented use of a key pair. */
export const documentedSignings: readonly DocumentedSigning[] = [
  googleToken,
  githubToken,
  snowflakeCall,
  {
    ...clientAssertion('okta-org', { scope: 'okta.users.read okta.apps.read' }),
    freedom: { optional: ['client_id'] },
    answer: { token_type: 'Bearer', expires_in: 3600, scope: 'okta.users.read okta.apps.read' },
  },
  {
    ...clientAssertion('keycloak', {}),
    freedom: { optional: ['client_id'] },
    answer: { token_type: 'Bearer', expires_in: 300 },
  },
  {
    ...clientAssertion('entra', { scope: 'https://graph.microsoft.com/.default' }),
    header: ({ credential }) => ({ 'x5t#S256': credential.also['thumbprint'] ?? '' }),
    freedom: { optional: ['client_id'] },
    answer: { token_type: 'Bearer', expires_in: 3599 },
  },
];
