import type { DescribedService } from './described-service.ts';
import type { DocumentedRequest } from './documented-request.ts';
import type { FurtherServiceId } from './further-service-ids.ts';
import type { Freedom } from './wrong-requests.ts';

/** How a stranger who has read the provider's pages uses a service whose keys are an id and a secret. */
export interface DocumentedUse {
  readonly exchange: (service: DescribedService) => DocumentedRequest;
  readonly exchangeFreedom?: Freedom;
  readonly status?: number;
  /** Members that the answer must have; `expect.any…` is not needed, as only fixed ones are named. */
  readonly answer: (service: DescribedService) => Readonly<Record<string, unknown>>;
  /** Where the token is; `access_token` if absent. */
  readonly tokenAt?: readonly string[];
  readonly call: (service: DescribedService, token: string) => DocumentedRequest;
  readonly callFreedom?: Freedom;
  /** Whether an answer with status 200 is a yes. */
  readonly passes?: (json: Readonly<Record<string, unknown>>) => boolean;
}

type Headers = Readonly<Record<string, string>>;

const base64 = (text: string) => Buffer.from(text).toString('base64');

const basicHeader = ({ credential: { id, secret } }: DescribedService): Headers => ({
  authorization: `Basic ${base64(`${id}:${secret}`)}`,
});

const asBearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

type Members = Readonly<Record<string, string>>;

const withBasic =
  (path: string, members: (service: DescribedService) => Members = () => ({})) =>
  (service: DescribedService): DocumentedRequest => ({
    method: 'POST',
    url: service.urlOf(path),
    headers: basicHeader(service),
    form: { grant_type: 'client_credentials', ...members(service) },
  });

const withPost =
  (path: string, members: (service: DescribedService) => Members = () => ({})) =>
  (service: DescribedService): DocumentedRequest => ({
    method: 'POST',
    url: service.urlOf(path),
    headers: {},
    form: {
      grant_type: 'client_credentials',
      client_id: service.credential.id,
      client_secret: service.credential.secret,
      ...members(service),
    },
  });

const get =
  (path: string, headers: (service: DescribedService) => Headers = () => ({})) =>
  (service: DescribedService, token: string): DocumentedRequest => ({
    method: 'GET',
    url: service.urlOf(path),
    headers: { ...asBearer(token), ...headers(service) },
  });

const introspect =
  (path: string) =>
  (service: DescribedService, token: string): DocumentedRequest => ({
    method: 'POST',
    url: service.urlOf(path),
    headers: basicHeader(service),
    form: { token, token_type_hint: 'access_token' },
  });

const isActive = { passes: ({ active }: Readonly<Record<string, unknown>>) => active === true };
const hintIsOptional = { callFreedom: { optional: ['token_type_hint'] } };

/** By service; those with key pairs are in `documented-key-pairs.ts`. */
export const documentedKeys: Partial<Readonly<Record<FurtherServiceId, DocumentedUse>>> = {
  databricks: {
    exchange: withBasic('/oidc/v1/token', () => ({ scope: 'all-apis' })),
    answer: () => ({ token_type: 'Bearer', expires_in: 3600, scope: 'all-apis' }),
    call: get('/api/2.0/preview/scim/v2/Me'),
  },
  'databricks-account': {
    exchange: withBasic('/oidc/accounts/{accountId}/v1/token', () => ({ scope: 'all-apis' })),
    answer: () => ({ token_type: 'Bearer', expires_in: 3600 }),
    call: get('/api/2.0/accounts/{accountId}/workspaces'),
  },
  entra: {
    exchange: withPost('/{tenant}/oauth2/v2.0/token', () => ({
      scope: 'https://graph.microsoft.com/.default',
    })),
    answer: () => ({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 }),
    call: get('/v1.0/organization'),
  },
  'okta-custom': {
    exchange: withBasic('/oauth2/{serverId}/v1/token', () => ({ scope: 'reports.read' })),
    answer: () => ({ token_type: 'Bearer', expires_in: 3600, scope: 'reports.read' }),
    call: introspect('/oauth2/{serverId}/v1/introspect'),
    ...isActive,
    ...hintIsOptional,
  },
  auth0: {
    exchange: withPost('/oauth/token', ({ origin }) => ({ audience: `${origin}/api/v2/` })),
    exchangeFreedom: { alsoIn: ['json'] },
    answer: () => ({ token_type: 'Bearer', expires_in: 86_400 }),
    call: get('/api/v2/clients?per_page=1'),
    callFreedom: { optional: ['query'] },
  },
  keycloak: {
    exchange: withBasic('/realms/{realm}/protocol/openid-connect/token', () => ({ scope: 'openid' })),
    exchangeFreedom: { optional: ['scope'], free: ['scope'] },
    answer: () => ({
      token_type: 'Bearer',
      expires_in: 300,
      refresh_expires_in: 0,
      'not-before-policy': 0,
    }),
    call: introspect('/realms/{realm}/protocol/openid-connect/token/introspect'),
    ...isActive,
    ...hintIsOptional,
  },
  salesforce: {
    exchange: withBasic('/services/oauth2/token'),
    answer: ({ origin }) => ({ token_type: 'Bearer', instance_url: origin }),
    call: get('/services/oauth2/userinfo'),
  },
  zoom: {
    exchange: (service) => ({
      method: 'POST',
      url: service.urlOf('/oauth/token'),
      headers: basicHeader(service),
      form: { grant_type: 'account_credentials', account_id: service.places['accountId'] ?? '' },
    }),
    exchangeFreedom: { alsoIn: ['query'] },
    answer: () => ({ token_type: 'bearer', expires_in: 3600 }),
    call: get('/v2/users/me'),
  },
  paypal: {
    exchange: withBasic('/v1/oauth2/token'),
    answer: () => ({ token_type: 'Bearer', expires_in: '32400' }),
    call: get('/v1/identity/oauth2/userinfo?schema=paypalv1.1'),
  },
  spotify: {
    exchange: withBasic('/api/token'),
    exchangeFreedom: { isEitherClient: true },
    answer: () => ({ token_type: 'Bearer', expires_in: 3600 }),
    call: get('/v1/artists/4Z8W4fKeB5YxbusRsdQVPb'),
  },
  twitch: {
    exchange: withPost('/oauth2/token'),
    answer: () => ({ token_type: 'bearer', expires_in: 5_184_000, scope: [] }),
    call: ({ origin }, token) => ({
      method: 'GET',
      url: `${origin}/oauth2/validate`,
      headers: { authorization: `OAuth ${token}` },
    }),
  },
  amadeus: {
    exchange: withPost('/v1/security/oauth2/token'),
    answer: () => ({ type: 'amadeusOAuth2Token', token_type: 'Bearer', expires_in: 1799 }),
    call: get('/v1/reference-data/airlines?airlineCodes=BA'),
  },
  'adobe-ims': {
    exchange: withPost('/ims/token/v3', () => ({ scope: 'openid,AdobeID,read_organizations' })),
    exchangeFreedom: { free: ['scope'] },
    answer: () => ({ token_type: 'bearer', expires_in: 86_399 }),
    call: ({ origin, credential }, token) => ({
      method: 'POST',
      url: `${origin}/ims/validate_token/v1`,
      headers: asBearer(token),
      form: { type: 'access_token', client_id: credential.id },
    }),
    passes: ({ valid }) => valid === true,
  },
  'mongodb-atlas': {
    exchange: withBasic('/api/oauth/token'),
    answer: () => ({ token_type: 'Bearer', expires_in: 3600 }),
    call: get('/api/atlas/v2/groups?itemsPerPage=1', () => ({
      accept: 'application/vnd.atlas.2023-01-01+json',
    })),
    callFreedom: { optional: ['query'] },
  },
  'cloud-pak': {
    exchange: ({ origin, credential }) => ({
      method: 'POST',
      url: `${origin}/icp4d-api/v1/authorize`,
      headers: {},
      json: { username: credential.id, api_key: credential.secret },
    }),
    answer: () => ({ _messageCode_: '200', message: 'Success' }),
    tokenAt: ['token'],
    call: get('/icp4d-api/v1/me'),
  },
  'parcel-courier': {
    exchange: ({ origin, credential }) => ({
      method: 'POST',
      url: `${origin}/auth/v2/login`,
      headers: {},
      json: { accessKeyId: credential.id, secretAccessKey: credential.secret },
    }),
    status: 201,
    answer: () => ({ expiresIn: 900 }),
    tokenAt: ['accessToken'],
    call: get('/v2/me'),
  },
  'hotel-desk': {
    exchange: (service) => {
      const { hotelId = '', appKey = '' } = service.places;
      const asked = withBasic('/identity/v1/tokens', () => ({ hotelId }))(service);
      return { ...asked, headers: { ...asked.headers, 'x-app-key': appKey } };
    },
    answer: () => ({}),
    tokenAt: ['AuthResponse', 'Token'],
    call: get('/reservations/v1/ping', ({ places }) => ({ 'x-app-key': places['appKey'] ?? '' })),
  },
};
