import { createHash, randomUUID } from 'node:crypto';
import { randomUpperCase } from '../../random-secrets.ts';
import { bearerToken, jsonMembers, type Reply } from '../../received-request.ts';
import { statusOf } from '../oauth-answers.ts';
import { type SampleKeyPair, sampleKeyPair } from '../sample-key-pair.ts';
import {
  type RefusalForm,
  Refused,
  type Route,
  type ServiceDescription,
  type Visit,
} from '../service-description.ts';
import { type AssertionRules, verifyAssertion } from '../signed-assertion.ts';
import { checkHeaders } from '../token-routes.ts';

/** `SHA256:` and base64 of the digest of the public key's DER, as `DESCRIBE USER` shows it. */
export const snowflakeFingerprint = ({ publicKey }: SampleKeyPair): string =>
  `SHA256:${createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')}`;

const rules: AssertionRules = {
  kind: 'invalid_token',
  credentialOf: (iss, { inside }) =>
    inside.credentials.find(({ id, keyPair }) => keyPair && iss === `${id}.${snowflakeFingerprint(keyPair)}`),
  subject: (iss) => iss.slice(0, iss.indexOf('.SHA256:')),
  needs: ['iat'],
  longest: { after: 'iat', seconds: 3600 },
  skewS: 60,
};

/** Every call: the token that the client signed itself, the name of its kind and an agent (the vendor's page on the SQL API). */
async function checkCall(visit: Visit, query: readonly string[]): Promise<void> {
  checkHeaders(visit, {
    'x-snowflake-authorization-token-type': /^KEYPAIR_JWT$/,
    'user-agent': /./,
    accept: /^(?:application\/json|\*\/\*)$/,
  });
  demandKnown([...visit.request.url.searchParams.keys()], query);
  const token = bearerToken(visit.request);
  const { credential } = await verifyAssertion(visit, token, rules);
  // Nothing is issued here, so a token is known from its first good use on.
  if (visit.inside.issued(token) === undefined) visit.inside.issue(token, credential, {});
}

const statementMembers = [
  ...['statement', 'timeout', 'database', 'schema'],
  ...['warehouse', 'role', 'bindings', 'parameters'],
];

function demandKnown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Refused('invalid_request', `${unknown} is not a known parameter`);
}

const statements: Route = {
  purpose: 'testCall',
  method: 'POST',
  path: '/api/v2/statements',
  answer: async (visit): Promise<Reply> => {
    await checkCall(visit, ['requestId', 'retry', 'async', 'nullable']);
    const members = jsonMembers(visit.request) ?? {};
    demandKnown(Object.keys(members), statementMembers);
    const { statement } = members;
    // A test call must not change anything, so this service runs nothing else.
    if (typeof statement !== 'string' || !/^select [^;]+;?$/i.test(statement)) {
      throw new Refused('invalid_request', 'SQL compilation error');
    }
    const statementHandle = randomUUID();
    const rowType = [{ name: 'CURRENT_USER()', type: 'text' }];
    return {
      status: 200,
      json: {
        resultSetMetaData: { numRows: 1, format: 'jsonv2', rowType },
        data: [[visit.inside.places['user']]],
        code: '090001',
        statementStatusUrl: `/api/v2/statements/${statementHandle}`,
        sqlState: '00000',
        statementHandle,
        message: 'Statement executed successfully.',
        createdOn: visit.inside.nowMs(),
      },
    };
  },
};

const databases: Route = {
  purpose: 'testCall',
  method: 'GET',
  path: '/api/v2/databases',
  answer: async (visit): Promise<Reply> => {
    await checkCall(visit, ['like', 'showLimit', 'startsWith']);
    return { status: 200, json: [{ name: 'SAMPLE_DB', kind: 'PERMANENT' }] };
  },
};

const refuse: RefusalForm = ({ kind, message }) => {
  const code = kind === 'invalid_token' ? '390144' : '391902';
  return { status: statusOf[kind], json: { code, message } };
};

/** Snowflake with a key pair (section 6): no exchange; the signed JWT is the token and calls verify it. */
export const snowflake: ServiceDescription = {
  id: 'snowflake',
  lifetimeS: 3540,
  places: () => ({ account: `SAMPLEORG-${randomUpperCase(8)}`, user: `ROBOT_${randomUpperCase(4)}` }),
  newCredential: ({ account, user }) => ({
    id: `${account}.${user}`,
    secret: '',
    keyPair: sampleKeyPair(0),
    also: {},
  }),
  routes: [statements, databases],
  refuse,
  keyRefusal: 'invalid_token',
  testCall: ({ origin }, token) => ({
    method: 'POST',
    url: `${origin}/api/v2/statements`,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-snowflake-authorization-token-type': 'KEYPAIR_JWT',
    },
    body: JSON.stringify({ statement: 'select current_user()' }),
  }),
};
